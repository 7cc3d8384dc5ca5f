import { createHash } from 'node:crypto';
import type { AwsResponse } from '../../../core/http.ts';
import { CSRF_FIELD, csrfToken } from '../csrf.ts';
import type { Exchange } from '../exchange.ts';
import { type Content, html, type Markup, styleElement } from '../html.ts';
import { STYLE } from './style.ts';

/** What distinguishes one page from another. */
export interface Page {
  readonly title: string;
  readonly intro?: Content;
  /** What went well. */
  readonly notice?: Content;
  /** What did not. */
  readonly error?: Content;
  /** The page's forms; each holds `csrf`. */
  readonly content?: (csrf: Markup) => Content;
}

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing but this style and an empty icon is loaded, run or framed; redirections after a form lead to other sites. */
const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`;

/** Answers with a page that needs no script. */
export function showPage(exchange: Exchange, page: Page, status = 200): AwsResponse {
  const { token, cookie } = csrfToken(exchange);
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      ...(page.content ? { 'set-cookie': cookie } : {}),
    },
    body: String(document(page, html`<input type="hidden" name="${CSRF_FIELD}" value="${token}">`)),
  };
}

function document({ title, intro, notice, error, content }: Page, csrf: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
${styleElement(STYLE)}
</head>
<body>
<main>
<h1>${title}</h1>
${intro && html`<p class="intro">${intro}</p>`}
${notice && html`<p class="notice" role="status">${notice}</p>`}
${error && html`<p class="error" role="alert">${error}</p>`}
${content?.(csrf)}
</main>
</body>
</html>
`;
}
