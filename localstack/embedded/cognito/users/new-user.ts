import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { invalidParameter } from '../errors.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';
import type { CognitoStore } from '../store.ts';

/**
 * A user who is not kept yet. Where the pool's users sign in with an address, `name` is that address and
 * the username is the `sub`, as in AWS.
 */
export function newUser(
  { context }: CognitoState,
  pool: UserPool,
  name: string,
  attributes: Readonly<Record<string, string>>,
  status: UserStatusType,
): User {
  const sub = context.random.uuid();
  const address = addressNamedBy(pool, name);
  const named = { sub, ...(address ? { [address]: name } : {}), ...attributes };
  return freshUser(context.clock.now(), address ? sub : name, named, status);
}

/** A user who has not done anything yet, at `now` in milliseconds since the epoch. */
export function freshUser(
  now: number,
  username: string,
  attributes: User['attributes'],
  status: UserStatusType,
): User {
  return {
    username,
    attributes,
    status,
    enabled: true,
    createdAt: now,
    updatedAt: now,
    groups: [],
    failedSignIns: 0,
    lockedUntil: 0,
    signedOutAt: 0,
  };
}

/** Throws UsernameExistsException where the username or a sign-in address is another user's. */
export function requireFree(store: CognitoStore, pool: UserPool, user: User, message: string): void {
  const users = store.users(pool.id);
  // Also a name by which another user is known, such as that user's `sub`.
  if (users.find(user.username)) throw new AwsError('UsernameExistsException', message);
  const alias = users.takenAlias(user.attributes);
  if (alias) {
    const words = { email: 'email', phone_number: 'phone number', preferred_username: 'preferred username' };
    throw new AwsError(
      'UsernameExistsException',
      `An account with the given ${words[alias]} already exists.`,
    );
  }
}

function addressNamedBy(pool: UserPool, name: string): 'email' | 'phone_number' | undefined {
  const kinds = pool.settings.UsernameAttributes ?? [];
  if (kinds.length === 0) return undefined;
  if (kinds.includes('email') && name.includes('@')) return 'email';
  if (kinds.includes('phone_number') && /^\+\d+$/.test(name)) return 'phone_number';
  const words = kinds.map((kind) => (kind === 'email' ? 'an email' : 'a phone number'));
  throw invalidParameter(`Username should be ${words.join(' or ')}.`);
}
