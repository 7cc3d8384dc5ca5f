import { createHash } from 'node:crypto';
import type { BrowserSession, User } from '../model.ts';
import type { Exchange } from './exchange.ts';

const COOKIE = 'cognito';
/** A browser stays signed in for an hour (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html). */
const LIFETIME = 3_600_000;

/** Who is signed in in the browser that sent the request; undefined for nobody, or somebody who may not sign in any more. */
export function browserUser(exchange: Exchange): { user: User; session: BrowserSession } | undefined {
  const { state, pool, cookies } = exchange;
  const { context, store } = state;
  const session = store.browserSessions.get(digest(cookies.get(COOKIE) ?? ''));
  if (session?.poolId !== pool.id || session.expiresAt <= context.clock.now()) return undefined;
  const user = store.users(pool.id).find(session.username);
  if (!user?.enabled || user.signedOutAt > session.authTime * 1000 + 999) return undefined;
  return { user, session };
}

/** Keeps somebody signed in in a browser, for an hour; the cookie that says so. */
export function openBrowserSession(
  exchange: Exchange,
  user: User,
): { session: BrowserSession; cookie: string } {
  const { context, store } = exchange.state;
  const now = context.clock.now();
  const ended = [...store.browserSessions.entries()].filter(([, kept]) => kept.expiresAt <= now);
  for (const [key] of ended) store.browserSessions.delete(key);
  const id = Buffer.from(context.random.bytes(32)).toString('base64url');
  const session: BrowserSession = {
    poolId: exchange.pool.id,
    username: user.username,
    authTime: Math.floor(now / 1000),
    expiresAt: now + LIFETIME,
  };
  store.browserSessions.set(digest(id), session);
  return { session, cookie: setCookie(exchange, COOKIE, id, LIFETIME / 1000) };
}

/** Ends the browser's sign-in; the cookie that takes its cookie away. */
export function closeBrowserSession(exchange: Exchange): string {
  exchange.state.store.browserSessions.delete(digest(exchange.cookies.get(COOKIE) ?? ''));
  return setCookie(exchange, COOKIE, '', 0);
}

/** A cookie of this domain alone, which no script reads. Lax, since people come from applications of other sites. */
export function setCookie({ base }: Exchange, name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=${base || '/'}; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
}

function digest(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
