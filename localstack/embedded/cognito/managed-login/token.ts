import { createHash } from 'node:crypto';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import type { AwsResponse } from '../../core/http.ts';
import type { UserPoolClient } from '../model.ts';
import { takeCode } from './authorization-codes.ts';
import { customScopesOf, requireFlow } from './authorization-request.ts';
import { callAsApplication } from './call.ts';
import { authenticatedClient } from './client-authentication.ts';
import { OAuthError } from './errors.ts';
import { type Exchange, json } from './exchange.ts';

const GRANTS = {
  authorization_code: byCode,
  refresh_token: byRefreshToken,
  client_credentials: byClientCredentials,
} as const;

/**
 * `POST /oauth2/token` (https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html). Throws
 * {@link OAuthError}.
 */
export async function token(exchange: Exchange): Promise<AwsResponse> {
  const type = exchange.form.get('grant_type');
  if (!type) throw new OAuthError('invalid_request');
  if (!Object.hasOwn(GRANTS, type)) throw new OAuthError('unsupported_grant_type');
  const client = authenticatedClient(exchange);
  const tokens = await GRANTS[type as keyof typeof GRANTS](exchange, client);
  return json(200, {
    ...(tokens.IdToken === undefined ? {} : { id_token: tokens.IdToken }),
    access_token: tokens.AccessToken,
    ...(tokens.RefreshToken === undefined ? {} : { refresh_token: tokens.RefreshToken }),
    expires_in: tokens.ExpiresIn,
    token_type: 'Bearer',
  });
}

async function byCode(exchange: Exchange, client: UserPoolClient): Promise<AuthenticationResultType> {
  const { state, pool, form } = exchange;
  requireFlow(client, 'code');
  const [code, redirectUri] = [form.get('code'), form.get('redirect_uri')];
  if (!code || !redirectUri) throw new OAuthError('invalid_request');
  const granted = takeCode(state.context, state.store, code);
  if (granted?.clientId !== client.id || granted.redirectUri !== redirectUri)
    throw new OAuthError('invalid_grant');
  if (!isVerified(granted.codeChallenge, form.get('code_verifier'))) throw new OAuthError('invalid_grant');
  const user = state.store.users(pool.id).find(granted.username);
  if (!user?.enabled) throw new OAuthError('invalid_grant');
  const { scopes, authTime, nonce } = granted;
  return asGrant(state.tokens.signIn(client, user, 'HostedAuth', undefined, { scopes, authTime, nonce }));
}

/** PKCE (RFC 7636, section 4.6). */
function isVerified(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined) return verifier === null;
  return (
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === challenge
  );
}

function byRefreshToken(
  { state, form }: Exchange,
  client: UserPoolClient,
): Promise<AuthenticationResultType> {
  const RefreshToken = form.get('refresh_token');
  if (!RefreshToken) throw new OAuthError('invalid_request');
  const renewed = callAsApplication<{ AuthenticationResult: AuthenticationResultType }>(
    state,
    'GetTokensFromRefreshToken',
    { ClientId: client.id, ClientSecret: client.secret, RefreshToken },
  );
  return asGrant(renewed.then(({ AuthenticationResult }) => AuthenticationResult));
}

function byClientCredentials(
  { state, form }: Exchange,
  client: UserPoolClient,
): Promise<AuthenticationResultType> {
  requireFlow(client, 'client_credentials');
  if (client.secret === undefined) throw new OAuthError('unauthorized_client');
  const allowed = customScopesOf(client);
  const asked = (form.get('scope') ?? '').split(' ').filter(Boolean);
  if (asked.some((scope) => !allowed.includes(scope))) throw new OAuthError('invalid_scope');
  return state.tokens.ofClient(client, asked.length > 0 ? asked : allowed);
}

/** What Cognito's API refuses is a grant that does not hold. */
function asGrant<T>(tokens: Promise<T>): Promise<T> {
  return tokens.catch((thrown: unknown) => {
    if (!(thrown instanceof AwsError) || thrown.status >= 500) throw thrown;
    const isGrant = ['NotAuthorizedException', 'RefreshTokenReuseException', 'UserNotFoundException'];
    throw isGrant.includes(thrown.code)
      ? new OAuthError('invalid_grant')
      : new OAuthError('invalid_request', thrown.message);
  });
}
