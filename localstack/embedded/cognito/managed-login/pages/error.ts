import type { AwsResponse } from '../../../core/http.ts';
import type { Exchange } from '../exchange.ts';
import { html } from '../html.ts';
import { showPage } from './page.ts';

/** What is known to help against an error that applications make. */
const HELP: Readonly<Record<string, string>> = {
  redirect_mismatch:
    'The application asked to be answered at an address that is not among the callback or sign-out URLs of its client.',
};

/** The page for what cannot be told to an application. */
export function errorPage(exchange: Exchange, error: string, status = 400): AwsResponse {
  return showPage(
    exchange,
    {
      title: 'This did not work',
      intro: 'An error was encountered with the requested page.',
      error: error === '' ? undefined : html`${error}`,
      ...(Object.hasOwn(HELP, error) ? { content: () => html`<p class="hint">${HELP[error]}</p>` } : {}),
    },
    status,
  );
}
