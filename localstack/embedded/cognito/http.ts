import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { HttpFront } from '../core/service.ts';
import { issuerOf } from './auth/claims.ts';
import type { CognitoState } from './state.ts';

/** A pool's id has an underscore, which no bucket's name may have: S3 and APIs keep their own paths. */
const WELL_KNOWN = /^\/([\w-]+_[0-9A-Za-z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;
const CODES = '/_testbed/cognito/codes';

/** What Cognito serves to anyone: the keys of a pool; and what only a testbed offers: the codes it would have mailed. */
export function cognitoFront(state: CognitoState): HttpFront {
  return {
    matches: ({ path }) => path === CODES || WELL_KNOWN.test(path),
    async handle(request) {
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return json(405, { message: 'Method Not Allowed' });
      if (request.path === CODES) return waitingCodes(state, request);
      const [, poolId = '', document] = WELL_KNOWN.exec(request.path) ?? [];
      if (!state.store.pools.has(poolId))
        return json(404, { message: `User pool ${poolId} does not exist.` });
      if (document === 'openid-configuration') return json(200, configuration(state, poolId));
      const { publicJwk } = await state.keys.get(poolId);
      return json(200, { keys: [publicJwk] }, { 'cache-control': 'public, max-age=86400' });
    },
  };
}

function configuration({ context }: CognitoState, poolId: string) {
  return {
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf(context.region, poolId),
    jwks_uri: `${context.endpoint()}/${poolId}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
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
