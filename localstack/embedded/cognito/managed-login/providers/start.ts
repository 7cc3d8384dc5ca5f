import { createHash } from 'node:crypto';
import type { AwsResponse } from '../../../core/http.ts';
import type { AuthorizationRequest } from '../authorization-request.ts';
import { setCookie } from '../browser-session.ts';
import { OAuthError } from '../errors.ts';
import { type Exchange, ownUrl, redirect } from '../exchange.ts';
import { endpointsOf } from './provider.ts';

/** The cookie that a sign-in has to come back with: another browser's answer is not this one's. */
export const STATE_COOKIE = 'csrf-state';
/** People have as long at their provider as their browser stays signed in. */
const LIFETIME = 3_600_000;

/** Sends a browser to an identity provider of the pool. Throws {@link OAuthError}. */
export async function startAtProvider(
  exchange: Exchange,
  asked: AuthorizationRequest,
  name: string,
): Promise<AwsResponse> {
  const { state, pool } = exchange;
  const { context, store } = state;
  const provider = store.identityProviders(pool.id).get(name);
  if (!provider) throw new OAuthError('invalid_request', `Identity provider ${name} does not exist.`);
  const { authorizeUrl } = await endpointsOf(state.fetch, provider);
  const ticket = Buffer.from(context.random.bytes(32)).toString('base64url');
  const nonce = Buffer.from(context.random.bytes(16)).toString('base64url');
  const now = context.clock.now();
  for (const [key, kept] of [...store.providerSignIns.entries()]) {
    if (kept.expiresAt <= now) store.providerSignIns.delete(key);
  }
  store.providerSignIns.set(digest(ticket), {
    poolId: pool.id,
    providerName: name,
    parameters: asked.parameters.toString(),
    nonce,
    expiresAt: now + LIFETIME,
  });
  const target = new URL(authorizeUrl);
  const parameters = {
    client_id: provider.ProviderDetails.client_id ?? '',
    redirect_uri: responseUrl(exchange),
    response_type: 'code',
    scope: provider.ProviderDetails.authorize_scopes ?? 'openid',
    state: ticket,
    nonce,
  };
  for (const [key, value] of Object.entries(parameters)) target.searchParams.set(key, value);
  const hint = asked.parameters.get('login_hint');
  if (hint !== null) target.searchParams.set('login_hint', hint);
  return redirect(target.href, [setCookie(exchange, STATE_COOKIE, ticket, LIFETIME / 1000)]);
}

/** Where providers send people back to. */
export function responseUrl(exchange: Exchange): string {
  return `${ownUrl(exchange)}/oauth2/idpresponse`;
}

/** How a `state` is kept. */
export function digest(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64url');
}
