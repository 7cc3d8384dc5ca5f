import type { AwsResponse } from '../../core/http.ts';
import type { User } from '../model.ts';
import { issueCode } from './authorization-codes.ts';
import { type AuthorizationRequest, withAnswer } from './authorization-request.ts';
import { openBrowserSession } from './browser-session.ts';
import { sentenceFor } from './call.ts';
import { OAuthError } from './errors.ts';
import { type Exchange, redirect } from './exchange.ts';

/** Signs a person in in this browser, and sends them back to the application. Throws {@link OAuthError}. */
export function signedIn(exchange: Exchange, asked: AuthorizationRequest, user: User): Promise<AwsResponse> {
  const { session, cookie } = openBrowserSession(exchange, user);
  return sendBack(exchange, asked, user, session.authTime, [cookie]);
}

/**
 * Sends a person back to the application with a code, or with tokens where it asked for those.
 *
 * @param authTime when the person proved who they are, in seconds since the epoch
 */
export async function sendBack(
  exchange: Exchange,
  asked: AuthorizationRequest,
  user: User,
  authTime: number,
  cookies: string[] = [],
): Promise<AwsResponse> {
  const answer = asked.implicit
    ? await tokensInAddress(exchange, asked, user, authTime)
    : { code: codeFor(exchange, asked, user, authTime) };
  const { state } = asked;
  const parameters = new URLSearchParams({ ...answer, ...(state === undefined ? {} : { state }) });
  return redirect(withAnswer(asked.redirectUri, parameters, asked.implicit), cookies);
}

function codeFor(
  { state, pool }: Exchange,
  asked: AuthorizationRequest,
  user: User,
  authTime: number,
): string {
  const { client, redirectUri, scopes, nonce, codeChallenge } = asked;
  return issueCode(state.context, state.store, {
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    redirectUri,
    scopes,
    nonce,
    codeChallenge,
    authTime,
  });
}

async function tokensInAddress(
  { state }: Exchange,
  { client, scopes, nonce }: AuthorizationRequest,
  user: User,
  authTime: number,
): Promise<Record<string, string>> {
  const grant = { scopes, authTime, nonce };
  const tokens = await state.tokens
    .signIn(client, user, 'HostedAuth', undefined, grant)
    .catch((thrown: unknown) => {
      throw new OAuthError('invalid_request', sentenceFor(thrown));
    });
  return {
    ...(tokens.IdToken === undefined ? {} : { id_token: tokens.IdToken }),
    access_token: tokens.AccessToken ?? '',
    expires_in: String(tokens.ExpiresIn),
    token_type: 'Bearer',
  };
}
