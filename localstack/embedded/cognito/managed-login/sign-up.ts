import type {
  ResendConfirmationCodeResponse,
  SignUpResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { secretHashOf } from '../auth/client-access.ts';
import { attributeList } from '../users/describe.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { withAuthorizationRequest } from './authorize.ts';
import { callAsApplication, sentenceFor } from './call.ts';
import { requireCsrf } from './csrf.ts';
import { LoginPageError } from './errors.ts';
import type { Exchange, Handler } from './exchange.ts';
import { proceed } from './next-step.ts';
import { confirmPage } from './pages/confirm.ts';
import { newPasswordOf } from './pages/passwords.ts';
import { signInPage } from './pages/sign-in.ts';
import { attributesToAsk, signUpPage } from './pages/sign-up.ts';
import { proveByPassword } from './proof.ts';
import { signInOptions } from './sign-in-options.ts';

/** `GET /signup`. */
export const showSignUp: Handler = withAuthorizationRequest((exchange, asked) => {
  requireSignUp(exchange, asked);
  return signUpPage(exchange, asked);
});

/** `POST /signup`: as SignUp, with the code next where an address has to be proved. */
export const signUp: Handler = withAuthorizationRequest(async (exchange, asked) => {
  requireCsrf(exchange);
  requireSignUp(exchange, asked);
  const { state, pool, form } = exchange;
  const username = form.get('username')?.trim() ?? '';
  const { password, problem } = newPasswordOf(exchange);
  if (problem !== undefined) return signUpPage(exchange, asked, problem);
  const attributes = Object.fromEntries(
    attributesToAsk(pool).map((name) => [name, form.get(name)?.trim() ?? '']),
  );
  try {
    const made = await callAsApplication<SignUpResponse>(state, 'SignUp', {
      ...named(asked, username),
      Password: password,
      UserAttributes: attributeList(attributes),
    });
    if (made.UserConfirmed) {
      return await proceed(
        exchange,
        asked,
        await proveByPassword(state, pool, asked.client, username, password),
      );
    }
    return confirmPage(exchange, asked, { username, destination: made.CodeDeliveryDetails?.Destination });
  } catch (thrown) {
    return signUpPage(exchange, asked, sentenceFor(thrown));
  }
});

/** `POST /confirmUser`: the code that proves the address. */
export const confirm: Handler = withAuthorizationRequest(async (exchange, asked) => {
  requireCsrf(exchange);
  const username = exchange.form.get('username') ?? '';
  try {
    await callAsApplication(exchange.state, 'ConfirmSignUp', {
      ...named(asked, username),
      ConfirmationCode: exchange.form.get('code') ?? '',
    });
  } catch (thrown) {
    return confirmPage(exchange, asked, { username, error: sentenceFor(thrown) });
  }
  return signInPage(exchange, asked, { username, notice: 'Your account is confirmed. You can sign in now.' });
});

/** `POST /resendcode`. */
export const resendCode: Handler = withAuthorizationRequest(async (exchange, asked) => {
  requireCsrf(exchange);
  const username = exchange.form.get('username') ?? '';
  try {
    const { CodeDeliveryDetails } = await callAsApplication<ResendConfirmationCodeResponse>(
      exchange.state,
      'ResendConfirmationCode',
      named(asked, username),
    );
    const destination = CodeDeliveryDetails?.Destination;
    return confirmPage(exchange, asked, { username, destination, notice: 'A new code is on its way.' });
  } catch (thrown) {
    return confirmPage(exchange, asked, { username, error: sentenceFor(thrown) });
  }
});

/** Whom a call of the application names. */
export function named({ client }: AuthorizationRequest, username: string) {
  return { ClientId: client.id, Username: username, SecretHash: secretHashOf(client, username) };
}

function requireSignUp(exchange: Exchange, { client }: AuthorizationRequest): void {
  if (!signInOptions(exchange, client).signUp)
    throw new LoginPageError('SignUp is not permitted for this user pool');
}
