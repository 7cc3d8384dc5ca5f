import type { ForgotPasswordResponse } from '@aws-sdk/client-cognito-identity-provider';
import { withAuthorizationRequest } from './authorize.ts';
import { callAsApplication, sentenceFor } from './call.ts';
import { requireCsrf } from './csrf.ts';
import type { Handler } from './exchange.ts';
import { forgotPasswordPage, newPasswordOf, resetPasswordPage } from './pages/passwords.ts';
import { signInPage } from './pages/sign-in.ts';
import { named } from './sign-up.ts';

/** `GET /forgotPassword`. */
export const showForgotPassword: Handler = withAuthorizationRequest((exchange, asked) =>
  forgotPasswordPage(exchange, asked, { username: '' }),
);

/** `POST /forgotPassword`: sends a code, as ForgotPassword. */
export const forgotPassword: Handler = withAuthorizationRequest(async (exchange, asked) => {
  requireCsrf(exchange);
  const username = exchange.form.get('username')?.trim() ?? '';
  try {
    const { CodeDeliveryDetails } = await callAsApplication<ForgotPasswordResponse>(
      exchange.state,
      'ForgotPassword',
      named(asked, username),
    );
    return resetPasswordPage(exchange, asked, { username, destination: CodeDeliveryDetails?.Destination });
  } catch (thrown) {
    return forgotPasswordPage(exchange, asked, { username, error: sentenceFor(thrown) });
  }
});

/** `POST /confirmForgotPassword`: the code, and a new password. */
export const confirmForgotPassword: Handler = withAuthorizationRequest(async (exchange, asked) => {
  requireCsrf(exchange);
  const username = exchange.form.get('username') ?? '';
  const { password, problem } = newPasswordOf(exchange);
  if (problem !== undefined) return resetPasswordPage(exchange, asked, { username, error: problem });
  try {
    await callAsApplication(exchange.state, 'ConfirmForgotPassword', {
      ...named(asked, username),
      ConfirmationCode: exchange.form.get('code') ?? '',
      Password: password,
    });
  } catch (thrown) {
    return resetPasswordPage(exchange, asked, { username, error: sentenceFor(thrown) });
  }
  return signInPage(exchange, asked, {
    username,
    notice: 'Your password is changed. You can sign in with it now.',
  });
});
