import type { AwsResponse } from '../../../core/http.ts';
import type { AuthorizationRequest } from '../authorization-request.ts';
import type { Exchange } from '../exchange.ts';
import { html } from '../html.ts';
import { showPage } from './page.ts';
import {
  accountForPasswordStores,
  codeField,
  field,
  hidden,
  pageAddress,
  passwordRule,
  usernameField,
} from './parts.ts';

/** The page on which people who forgot their password ask for a code. */
export function forgotPasswordPage(
  exchange: Exchange,
  _asked: AuthorizationRequest,
  facts: { readonly username: string; readonly error?: string },
): AwsResponse {
  return showPage(exchange, {
    title: 'Forgot your password?',
    intro: 'Tell us who you are, and we send you a code with which to choose a new one.',
    error: facts.error,
    content: (csrf) => html`
<form method="post" action="${pageAddress(exchange, '/forgotPassword')}">
${csrf}
${field(usernameField(exchange.pool, facts.username, true))}
<button type="submit">Send me a code</button>
</form>
<p class="after"><a href="${pageAddress(exchange, '/login')}">Back to sign in</a></p>`,
  });
}

/** The page on which people choose a new password by the code that they were sent. */
export function resetPasswordPage(
  exchange: Exchange,
  _asked: AuthorizationRequest,
  facts: { readonly username: string; readonly destination?: string | undefined; readonly error?: string },
): AwsResponse {
  const { username, destination, error } = facts;
  return showPage(exchange, {
    title: 'Choose a new password',
    intro:
      destination === undefined
        ? 'Enter the code that we sent you.'
        : html`We sent a code to ${destination}.`,
    error,
    content: (csrf) => html`
<form method="post" action="${pageAddress(exchange, '/confirmForgotPassword')}">
${csrf}${hidden('username', username)}${accountForPasswordStores(username)}
${codeField('Code')}
${newPasswordFields(exchange)}
<button type="submit">Change password</button>
</form>
<p class="after"><a href="${pageAddress(exchange, '/forgotPassword')}">Send another code</a></p>`,
  });
}

/** A new password, twice, since nobody sees what they type. */
export function newPasswordFields({ pool }: Exchange, first = false) {
  return [
    field({
      name: 'password',
      label: 'New password',
      type: 'password',
      autocomplete: 'new-password',
      hint: passwordRule(pool),
      first,
    }),
    field({
      name: 'confirmation',
      label: 'New password, again',
      type: 'password',
      autocomplete: 'new-password',
    }),
  ];
}

/** The password of a form, with what is wrong where the two differ. */
export function newPasswordOf({ form }: Exchange): { readonly password: string; readonly problem?: string } {
  const password = form.get('password') ?? '';
  return password === form.get('confirmation')
    ? { password }
    : { password, problem: 'The two passwords are not the same.' };
}
