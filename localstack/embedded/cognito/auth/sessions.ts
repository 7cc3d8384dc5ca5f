import { createHash } from 'node:crypto';
import type { EmbeddedContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { notAuthorized } from '../errors.ts';
import type { Grant, Session, User, UserPoolClient } from '../model.ts';
import { lifetimesOf } from '../pools/token-validity.ts';
import type { CognitoStore } from '../store.ts';

/** How many replaced tokens a session still knows, so that it can say of a reused one that it was replaced. */
const REMEMBERED_TOKENS = 32;

/** Sign-ins and their refresh tokens, which are opaque: only their hash is kept. */
export interface Sessions {
  /** `grant` is that of OAuth; default: a sign-in by the API, at this moment. */
  open(client: UserPoolClient, user: User, grant?: Grant): { session: Session; refreshToken: string };
  /** The session of a refresh token that is valid for this client. Throws NotAuthorizedException. */
  fromRefreshToken(client: UserPoolClient, refreshToken: string | undefined): Session;
  /** Ends a refresh token's session with all its tokens; an unknown token is nobody's, and passes. */
  revoke(client: UserPoolClient, refreshToken: string): void;
  /** Replaces a refresh token; the old one works for `grace` seconds more, and is RefreshTokenReuseException then. */
  rotate(client: UserPoolClient, session: Session, old: string, grace: number): string;
  revokeAll(poolId: string, username: string): void;
  isRevoked(poolId: string, originJti: string): boolean;
}

/** Sessions over `store`. */
export function createSessions(context: EmbeddedContext, store: CognitoStore): Sessions {
  function mint(originJti: string): string {
    const secret = Buffer.from(context.random.bytes(48)).toString('base64url');
    return `${Buffer.from(originJti).toString('base64url')}.${secret}`;
  }

  function locate(client: UserPoolClient, refreshToken: string): Session | undefined {
    const originJti = Buffer.from(refreshToken.split('.')[0] ?? '', 'base64url').toString();
    const session = store.sessions(client.poolId).get(originJti);
    if (session?.clientId !== client.id || session.refreshTokens[digest(refreshToken)] === undefined)
      return undefined;
    return session;
  }

  /** Sessions are kept in order of opening; the oldest that have ended are dropped, a few at a time. */
  function dropEnded(poolId: string): void {
    const sessions = store.sessions(poolId);
    const ended: string[] = [];
    for (const [key, session] of sessions.entries()) {
      if (session.expiresAt > context.clock.now() || ended.length >= 8) break;
      ended.push(key);
    }
    for (const key of ended) sessions.delete(key);
  }

  return {
    open(client, user, grant) {
      dropEnded(client.poolId);
      const now = context.clock.now();
      const originJti = context.random.uuid();
      const refreshToken = mint(originJti);
      const expiresAt = now + lifetimesOf(client.settings).refresh * 1000;
      const session: Session = {
        originJti,
        clientId: client.id,
        username: user.username,
        authTime: grant?.authTime ?? Math.floor(now / 1000),
        expiresAt,
        revoked: false,
        refreshTokens: { [digest(refreshToken)]: expiresAt },
        ...(grant ? { scopes: grant.scopes } : {}),
      };
      store.sessions(client.poolId).set(originJti, session);
      return { session, refreshToken };
    },

    fromRefreshToken(client, refreshToken) {
      const session = locate(client, refreshToken ?? '');
      if (!session) throw notAuthorized('Invalid Refresh Token');
      if (session.revoked) throw notAuthorized('Refresh Token has been revoked');
      const now = context.clock.now();
      if (session.expiresAt <= now) throw notAuthorized('Refresh Token has expired');
      if ((session.refreshTokens[digest(refreshToken ?? '')] ?? 0) <= now) {
        throw new AwsError('RefreshTokenReuseException', 'Refresh Token has been invalidated by rotation.');
      }
      return session;
    },

    revoke(client, refreshToken) {
      const session = locate(client, refreshToken);
      if (session) store.sessions(client.poolId).set(session.originJti, { ...session, revoked: true });
    },

    rotate(client, session, old, grace) {
      const fresh = mint(session.originJti);
      const { [digest(old)]: usable = 0, ...others } = session.refreshTokens;
      // A retry within the grace period does not prolong it.
      const until = Math.min(usable, context.clock.now() + grace * 1000);
      const kept = Object.entries({ ...others, [digest(old)]: until }).slice(-REMEMBERED_TOKENS);
      store.sessions(client.poolId).set(session.originJti, {
        ...session,
        refreshTokens: { ...Object.fromEntries(kept), [digest(fresh)]: session.expiresAt },
      });
      return fresh;
    },

    revokeAll(poolId, username) {
      const sessions = store.sessions(poolId);
      for (const [key, session] of [...sessions.entries()]) {
        if (session.username === username && !session.revoked)
          sessions.set(key, { ...session, revoked: true });
      }
    },

    isRevoked: (poolId, originJti) => store.sessions(poolId).get(originJti)?.revoked ?? false,
  };
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
