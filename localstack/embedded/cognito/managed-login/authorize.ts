import type { AwsResponse } from '../../core/http.ts';
import { sendBack } from './answer.ts';
import {
  type AuthorizationRequest,
  authorizationRequest,
  errorRedirect,
  returnOf,
} from './authorization-request.ts';
import { browserUser } from './browser-session.ts';
import { LoginPageError, OAuthError } from './errors.ts';
import { type Exchange, type Handler, redirect } from './exchange.ts';
import { chosenProvider, isOffered, signInOptions } from './sign-in-options.ts';

/**
 * `GET /oauth2/authorize`: sends a browser back at once where somebody is signed in in it, or else on to the login page or
 * to the identity provider that was asked for.
 */
export const authorize: Handler = withAuthorizationRequest(async (exchange, asked) => {
  const prompts = (asked.parameters.get('prompt') ?? '').split(' ');
  const known = prompts.includes('login') ? undefined : browserUser(exchange);
  if (known) return sendBack(exchange, asked, known.user, known.session.authTime);
  if (prompts.includes('none')) throw new OAuthError('login_required');
  const { own, providers } = signInOptions(exchange, asked.client);
  const provider = chosenProvider(exchange, asked);
  if (provider === undefined && (own || providers.length > 1)) {
    return redirect(`${exchange.base}/login?${asked.parameters}`);
  }
  const [only] = providers;
  const name = provider ?? only?.ProviderName;
  if (name === undefined)
    throw new LoginPageError('Login pages unavailable. Please contact an administrator.');
  if (!isOffered(exchange, asked.client, name)) {
    throw new OAuthError('invalid_request', `Identity provider ${name} is not enabled for this client.`);
  }
  const { startAtProvider } = await import('./providers/start.ts');
  return startAtProvider(exchange, asked, name);
});

/**
 * Reads of the address what an application asks for before `handle` sees it. What is wrong with it is told to the application;
 * where that is not known, {@link LoginPageError} is thrown.
 */
export function withAuthorizationRequest(
  handle: (exchange: Exchange, asked: AuthorizationRequest) => Promise<AwsResponse> | AwsResponse,
): Handler {
  return async (exchange) => {
    const to = returnOf(exchange.state.store, exchange.pool, exchange.query);
    try {
      return await handle(exchange, authorizationRequest(to, exchange.query));
    } catch (thrown) {
      if (thrown instanceof OAuthError) return redirect(errorRedirect(to, thrown));
      throw thrown;
    }
  };
}
