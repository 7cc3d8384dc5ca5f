import type { AwsResponse } from '../../../core/http.ts';
import type { Exchange } from '../exchange.ts';
import { html } from '../html.ts';
import { showPage } from './page.ts';
import { accountForPasswordStores, codeField, field, hidden, pageAddress } from './parts.ts';
import { newPasswordFields } from './passwords.ts';
import { attributeField } from './sign-up.ts';

/** Who is in the middle of a sign-in. */
export interface PendingStep {
  /** Of the challenge that waits. */
  readonly session: string;
  readonly username: string;
}

/** What stands before the name of an attribute in the answer to a challenge. */
export const ATTRIBUTE_PREFIX = 'userAttributes.';

/**
 * The page on which somebody who has a temporary password chooses their own.
 *
 * @param pending with the attributes that the pool requires and the person has not, as the challenge names them
 */
export function newPasswordPage(
  exchange: Exchange,
  pending: PendingStep & { readonly account: string; readonly missing: readonly string[] },
  error?: string,
): AwsResponse {
  return showPage(exchange, {
    title: 'Choose a password',
    intro: 'The one that you signed in with was only for the first time.',
    error,
    content: (csrf) => html`
<form method="post" action="${pageAddress(exchange, '/changePassword')}">
${csrf}${hidden('session', pending.session)}
${accountForPasswordStores(pending.account)}
${newPasswordFields(exchange, true)}
${pending.missing.map((name) =>
  field({
    ...attributeField(name.slice(ATTRIBUTE_PREFIX.length)),
    name,
    value: exchange.form.get(name) ?? '',
  }),
)}
<button type="submit">Save and sign in</button>
</form>`,
  });
}

/** The page for the code of an authenticator application. */
export function softwareTokenPage(exchange: Exchange, pending: PendingStep, error?: string): AwsResponse {
  return showPage(exchange, {
    title: 'Enter your code',
    intro: 'Your authenticator application shows six digits for this account.',
    error,
    content: (csrf) => html`
<form method="post" action="${pageAddress(exchange, '/mfa')}">
${csrf}${hidden('session', pending.session)}
${codeField('Code')}
<button type="submit">Sign in</button>
</form>
<p class="after"><a href="${pageAddress(exchange, '/login')}">Sign in as somebody else</a></p>`,
  });
}

/** The page on which people add an account to an authenticator application, where the pool demands one. */
export function setUpPage(
  exchange: Exchange,
  pending: PendingStep,
  { secret, account }: { readonly secret: string; readonly account: string },
  error?: string,
): AwsResponse {
  const issuer = exchange.pool.name;
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const link = `otpauth://totp/${label}?${new URLSearchParams({ secret, issuer })}`;
  return showPage(exchange, {
    title: 'Set up a second factor',
    intro: 'You need an authenticator application to sign in here.',
    error,
    content: (csrf) => html`
<ol>
<li>Add an account to your application: <a href="${link}">open it on this device</a>, or enter this key.
<code class="secret">${(secret.match(/.{1,4}/g) ?? []).join(' ')}</code></li>
<li>Enter the six digits that it shows.</li>
</ol>
<form method="post" action="${pageAddress(exchange, '/mfa/setup')}">
${csrf}${hidden('session', pending.session)}
${codeField('Code')}
<button type="submit">Save and sign in</button>
</form>`,
  });
}
