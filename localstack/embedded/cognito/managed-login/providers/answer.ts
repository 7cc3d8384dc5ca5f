import { AwsError } from '../../../core/errors.ts';
import type { AwsResponse } from '../../../core/http.ts';
import { signedIn } from '../answer.ts';
import {
  type AuthorizationRequest,
  authorizationRequest,
  errorRedirect,
  returnOf,
} from '../authorization-request.ts';
import { setCookie } from '../browser-session.ts';
import { LoginPageError, OAuthError } from '../errors.ts';
import { type Exchange, type Handler, redirect } from '../exchange.ts';
import { federatedUser } from './federated-user.ts';
import { claimsByCode } from './provider.ts';
import { digest, responseUrl, STATE_COOKIE } from './start.ts';

/** `/oauth2/idpresponse`: a person comes back from an identity provider. */
export const fromProvider: Handler = async (exchange) => {
  const { state, pool, query, cookies } = exchange;
  const { clock } = state.context;
  const ticket = query.get('state') ?? '';
  const started = state.store.providerSignIns.get(digest(ticket));
  const isThisBrowser = cookies.get(STATE_COOKIE) === ticket;
  if (!isThisBrowser || started?.poolId !== pool.id || started.expiresAt <= clock.now()) {
    throw new LoginPageError('Invalid state: please go back to the application and sign in again.');
  }
  // Whatever comes of it: it comes once.
  state.store.providerSignIns.delete(digest(ticket));
  const parameters = new URLSearchParams(started.parameters);
  const to = returnOf(state.store, pool, parameters);
  try {
    const asked = authorizationRequest(to, parameters);
    return withoutState(exchange, await joined(exchange, asked, started.providerName, started.nonce));
  } catch (thrown) {
    if (thrown instanceof OAuthError) return redirect(errorRedirect(to, thrown));
    throw thrown;
  }
};

async function joined(
  exchange: Exchange,
  asked: AuthorizationRequest,
  providerName: string,
  nonce: string,
): Promise<AwsResponse> {
  const { state, pool, query } = exchange;
  const refusal = query.get('error');
  if (refusal !== null) throw new OAuthError('invalid_request', query.get('error_description') ?? refusal);
  const provider = state.store.identityProviders(pool.id).get(providerName);
  const code = query.get('code');
  if (!provider || code === null) throw new OAuthError('invalid_request');
  const claims = await claimsByCode(state.fetch, provider, {
    code,
    redirectUri: responseUrl(exchange),
    nonce,
    now: state.context.clock.now(),
  });
  try {
    return await signedIn(exchange, asked, await federatedUser(state, pool, asked.client, provider, claims));
  } catch (thrown) {
    if (thrown instanceof AwsError && thrown.status < 500)
      throw new OAuthError('invalid_request', thrown.message);
    throw thrown;
  }
}

function withoutState(exchange: Exchange, response: AwsResponse): AwsResponse {
  const cookies = [response.headers['set-cookie'] ?? [], setCookie(exchange, STATE_COOKIE, '', 0)].flat();
  return { ...response, headers: { ...response.headers, 'set-cookie': cookies } };
}
