import { timingSafeEqual } from 'node:crypto';
import { setCookie } from './browser-session.ts';
import { LoginPageError } from './errors.ts';
import type { Exchange } from './exchange.ts';

const COOKIE = 'XSRF-TOKEN';
/** The form's field of the token. */
export const CSRF_FIELD = '_csrf';

/** The token of a browser's forms, kept in a cookie that other sites can neither read nor set. */
export function csrfToken(exchange: Exchange): { token: string; cookie: string } {
  const known = exchange.cookies.get(COOKIE);
  const token =
    known && /^[\w-]{43}$/.test(known)
      ? known
      : Buffer.from(exchange.state.context.random.bytes(32)).toString('base64url');
  return { token, cookie: setCookie(exchange, COOKIE, token, 3600) };
}

/** Throws {@link LoginPageError} where a form was not sent by a page of this domain. */
export function requireCsrf({ cookies, form }: Exchange): void {
  const kept = Buffer.from(cookies.get(COOKIE) ?? '');
  const sent = Buffer.from(form.get(CSRF_FIELD) ?? '');
  if (kept.length === 0 || kept.length !== sent.length || !timingSafeEqual(kept, sent)) {
    throw new LoginPageError('Invalid or expired form: please go back to the application and sign in again.');
  }
}
