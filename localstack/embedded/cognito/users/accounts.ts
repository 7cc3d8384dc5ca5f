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

/** Forgets a user; the user's refresh tokens end. */
export function removeUser({ store, codes, tokens }: CognitoState, pool: UserPool, user: User): void {
  tokens.sessions.revokeAll(pool.id, user.username);
  codes.forget(pool.id, user.username);
  store.users(pool.id).delete(user.username);
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
