import { AwsError } from '../../core/errors.ts';
import type { AwsResponse } from '../../core/http.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { withAuthorizationRequest } from './authorize.ts';
import { sentenceFor } from './call.ts';
import { requireCsrf } from './csrf.ts';
import { LoginPageError } from './errors.ts';
import type { Exchange, Handler } from './exchange.ts';
import { proceed } from './next-step.ts';
import { confirmPage } from './pages/confirm.ts';
import { resetPasswordPage } from './pages/passwords.ts';
import { signInPage } from './pages/sign-in.ts';
import { proveByPassword } from './proof.ts';
import { signInOptions } from './sign-in-options.ts';

/** `GET /login`: the page, whoever is signed in in this browser. */
export const showLogin: Handler = withAuthorizationRequest((exchange, asked) => {
  const options = signInOptions(exchange, asked.client);
  if (!options.own && options.providers.length === 0) {
    throw new LoginPageError('Login pages unavailable. Please contact an administrator.');
  }
  return signInPage(exchange, asked, { username: asked.parameters.get('login_hint') ?? '' });
});

/** `POST /login`: username and password. */
export const login: Handler = withAuthorizationRequest(async (exchange, asked) => {
  requireCsrf(exchange);
  if (!signInOptions(exchange, asked.client).own) throw new LoginPageError('Login pages unavailable.');
  const username = exchange.form.get('username')?.trim() ?? '';
  const password = exchange.form.get('password') ?? '';
  if (username === '' || password === '') {
    return signInPage(exchange, asked, { username, error: 'Enter your name and your password.' });
  }
  try {
    return await proceed(
      exchange,
      asked,
      await proveByPassword(exchange.state, exchange.pool, asked.client, username, password),
    );
  } catch (thrown) {
    return instead(exchange, asked, username, thrown);
  }
});

/** Some people cannot sign in yet, and are led to what they have to do first. */
function instead(
  exchange: Exchange,
  asked: AuthorizationRequest,
  username: string,
  thrown: unknown,
): AwsResponse {
  const code = thrown instanceof AwsError ? thrown.code : '';
  if (code === 'UserNotConfirmedException') return confirmPage(exchange, asked, { username });
  if (code === 'PasswordResetRequiredException') return resetPasswordPage(exchange, asked, { username });
  return signInPage(exchange, asked, { username, error: sentenceFor(thrown) });
}
