import type { Collection } from '../../storage/storage.ts';
import { required } from '../errors.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';
import type { CognitoStore } from '../store.ts';

/** A user, and the pool that the user belongs to. */
export interface Account {
  readonly pool: UserPool;
  readonly user: User;
}

/** The user whom an administrator's call names. Throws InvalidParameterException or UserNotFoundException. */
export function accountOf(
  store: CognitoStore,
  { UserPoolId, Username }: { UserPoolId: string | undefined; Username: string | undefined },
): Account {
  const pool = store.pool(required(UserPoolId, 'userPoolId'));
  return { pool, user: store.users(pool.id).require(required(Username, 'username')) };
}

/** Forgets a user, whose refresh tokens, browsers and unfinished sign-ins end: the name may be another person's next. */
export function removeUser({ store, codes, tokens }: CognitoState, pool: UserPool, user: User): void {
  for (const kept of [store.browserSessions, store.authorizationCodes, store.challenges]) {
    forgetUser(kept, pool, user);
  }
  tokens.sessions.revokeAll(pool.id, user.username);
  codes.forget(pool.id, user.username);
  store.users(pool.id).delete(user.username);
}

function forgetUser(
  kept: Collection<{ readonly poolId: string; readonly username: string }>,
  pool: UserPool,
  { username }: User,
): void {
  const own = [...kept.entries()].filter(
    ([, owned]) => owned.poolId === pool.id && owned.username === username,
  );
  for (const [key] of own) kept.delete(key);
}

/** Ends every session of a user. */
export function signOutEverywhere(
  { context, store, tokens }: CognitoState,
  pool: UserPool,
  user: User,
): void {
  tokens.sessions.revokeAll(pool.id, user.username);
  store.users(pool.id).change(user.username, () => ({ signedOutAt: context.clock.now() }));
}
