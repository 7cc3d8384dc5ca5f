import type { AwsResponse } from '../../../core/http.ts';
import type { AuthorizationRequest } from '../authorization-request.ts';
import type { Exchange } from '../exchange.ts';
import { html } from '../html.ts';
import { showPage } from './page.ts';
import { codeField, hidden, pageAddress } from './parts.ts';

/** The page for the code that proves the address of somebody who signed up. */
export function confirmPage(
  exchange: Exchange,
  _asked: AuthorizationRequest,
  facts: {
    readonly username: string;
    readonly destination?: string | undefined;
    readonly error?: string;
    readonly notice?: string;
  },
): AwsResponse {
  const { username, destination, error, notice } = facts;
  return showPage(exchange, {
    title: 'Confirm your account',
    intro:
      destination === undefined
        ? 'Enter the code that we sent you when you signed up.'
        : html`We sent a code to ${destination}. Enter it to finish.`,
    notice,
    error,
    content: (csrf) => html`
<form method="post" action="${pageAddress(exchange, '/confirmUser')}">
${csrf}${hidden('username', username)}
${codeField('Code')}
<button type="submit">Confirm</button>
</form>
<form method="post" action="${pageAddress(exchange, '/resendcode')}">
${csrf}${hidden('username', username)}
<button class="second" type="submit">Send a new code</button>
</form>
<p class="after"><a href="${pageAddress(exchange, '/login')}">Back to sign in</a></p>`,
  });
}
