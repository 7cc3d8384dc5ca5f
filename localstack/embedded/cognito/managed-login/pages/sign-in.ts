import type { AwsResponse } from '../../../core/http.ts';
import type { AuthorizationRequest } from '../authorization-request.ts';
import type { Exchange } from '../exchange.ts';
import { html } from '../html.ts';
import { signInOptions } from '../sign-in-options.ts';
import { showPage } from './page.ts';
import { field, pageAddress, usernameField } from './parts.ts';

/** What the sign-in page knows already. */
export interface SignInPageFacts {
  readonly username: string;
  readonly error?: string;
  readonly notice?: string;
}

/** The page on which people sign in: by the providers of the application, by password, or both. */
export function signInPage(
  exchange: Exchange,
  { client }: AuthorizationRequest,
  { username, error, notice }: SignInPageFacts,
): AwsResponse {
  const { own, providers, signUp } = signInOptions(exchange, client);
  return showPage(exchange, {
    title: 'Sign in',
    intro: html`to go on to ${client.settings.ClientName}`,
    notice,
    error,
    content: (csrf) => [
      providers.map(
        ({ ProviderName }) => html`
<a class="button" href="${providerAddress(exchange, ProviderName)}">Continue with ${ProviderName}</a>`,
      ),
      own && providers.length > 0 && html`<p class="or">or</p>`,
      own &&
        html`
<form method="post" action="${pageAddress(exchange, '/login')}">
${csrf}
${field(usernameField(exchange.pool, username, username === ''))}
${field({
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
  first: username !== '',
  aside: html`<a href="${pageAddress(exchange, '/forgotPassword')}">Forgot your password?</a>`,
})}
<button type="submit">Sign in</button>
</form>`,
      signUp &&
        html`<p class="after">No account yet? <a href="${pageAddress(exchange, '/signup')}">Create one</a></p>`,
    ],
  });
}

function providerAddress({ base, query }: Exchange, name: string): string {
  const parameters = new URLSearchParams(query);
  parameters.delete('idp_identifier');
  parameters.set('identity_provider', name);
  return `${base}/oauth2/authorize?${parameters}`;
}
