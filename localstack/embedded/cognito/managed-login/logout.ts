import { clientOf } from './authorization-request.ts';
import { closeBrowserSession } from './browser-session.ts';
import { LoginPageError } from './errors.ts';
import { type Handler, redirect } from './exchange.ts';

/**
 * `GET /logout`: forgets who is signed in in this browser, and goes to a sign-out address of the application, or back to the
 * login page (https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html). Tokens stay valid.
 */
export const logout: Handler = (exchange) => {
  const { state, pool, query, base } = exchange;
  const client = clientOf(state.store, pool, query.get('client_id'));
  const target = query.get('logout_uri');
  if (target !== null) {
    if (!client.settings.LogoutURLs?.includes(target)) throw new LoginPageError('redirect_mismatch');
    return redirect(target, [closeBrowserSession(exchange)]);
  }
  if (query.get('response_type') === null) {
    throw new LoginPageError("Required String parameter 'response_type' is not present");
  }
  if (!client.settings.CallbackURLs?.includes(query.get('redirect_uri') ?? '')) {
    throw new LoginPageError('redirect_mismatch');
  }
  return redirect(`${base}/login?${query}`, [closeBrowserSession(exchange)]);
};
