import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { HttpFront } from '../core/service.ts';
import { issuerOf } from './auth/claims.ts';
import { addressOf, domainUrl, isLoginPath } from './managed-login/address.ts';
import type { CognitoState } from './state.ts';

/** A pool's id has an underscore, which no bucket's name may have: S3 and APIs keep their own paths. */
const WELL_KNOWN = /^\/([\w-]+_[0-9A-Za-z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;
const CODES = '/_testbed/cognito/codes';

/** What Cognito serves to anyone: the keys of a pool, the pages of its domain; and what only a testbed offers: the codes it would have mailed. */
export function cognitoFront(state: CognitoState): HttpFront {
  return {
    matches: (request) =>
      request.path === CODES ||
      WELL_KNOWN.test(request.path) ||
      isLoginPath(request.path) ||
      addressOf(request, state.store) !== undefined,
    async handle(request) {
      if (request.path !== CODES && !WELL_KNOWN.test(request.path)) {
        // Loaded where somebody signs in by it.
        const { answerAtDomain } = await import('./managed-login/front.ts');
        return answerAtDomain(state, request);
      }
      if (request.method === 'OPTIONS') return readableAnywhere;
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return json(405, { message: 'Method Not Allowed' });
      if (request.path === CODES) return waitingCodes(state, request);
      const [, poolId = '', document] = WELL_KNOWN.exec(request.path) ?? [];
      if (!state.store.pools.has(poolId))
        return json(404, { message: `User pool ${poolId} does not exist.` });
      if (document === 'openid-configuration') {
        return json(200, configuration(state, poolId), { 'access-control-allow-origin': '*' });
      }
      const { publicJwk } = await state.keys.get(poolId);
      return json(
        200,
        { keys: [publicJwk] },
        { 'cache-control': 'public, max-age=86400', 'access-control-allow-origin': '*' },
      );
    },
  };
}

/** Applications in browsers read the documents of a pool. */
const readableAnywhere: AwsResponse = {
  status: 200,
  headers: {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-allow-headers': '*',
  },
  body: '',
};

/** OpenID Connect Discovery 1.0, with Cognito's members; a pool without a domain has nowhere to sign in at. */
function configuration({ context, store }: CognitoState, poolId: string) {
  const domain = [...store.domains.values()].find((owned) => owned.poolId === poolId);
  return {
    ...(domain ? endpointsAt(domainUrl(context.endpoint(), domain.domain)) : {}),
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf(context.region, poolId),
    jwks_uri: `${context.endpoint()}/${poolId}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

function endpointsAt(url: string) {
  return {
    authorization_endpoint: `${url}/oauth2/authorize`,
    token_endpoint: `${url}/oauth2/token`,
    userinfo_endpoint: `${url}/oauth2/userInfo`,
    revocation_endpoint: `${url}/oauth2/revoke`,
    end_session_endpoint: `${url}/logout`,
  };
}

function waitingCodes({ store, codes }: CognitoState, request: AwsRequest): AwsResponse {
  const query = new URLSearchParams(request.query);
  const poolId = query.get('userPoolId') ?? '';
  if (!store.pools.has(poolId)) return json(404, { message: `User pool ${poolId} does not exist.` });
  const name = query.get('username');
  const user = name === null ? undefined : store.users(poolId).find(name);
  if (name !== null && !user) return json(404, { message: 'User does not exist.' });
  return json(200, {
    codes: codes
      .waiting(poolId, user?.username)
      .map(({ username, purpose, code, destination, expiresAt }) => ({
        username,
        purpose,
        code,
        destination,
        expiresAt: new Date(expiresAt).toISOString(),
      })),
  });
}

function json(status: number, body: object, headers: Record<string, string> = {}): AwsResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
