import { AwsError } from '../../core/errors.ts';
import { notAuthorized, wrongCredentials } from '../errors.ts';
import type { User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import type { Metadata } from './complete.ts';

const FREE_FAILURES = 5;
const LONGEST_LOCK = 15 * 60_000;

/** Asks the PreAuthentication trigger before a password is looked at. Throws what triggers throw. */
export async function firePreAuthentication(
  { triggers }: Pick<CognitoState, 'triggers'>,
  pool: UserPool,
  client: UserPoolClient,
  user: User,
  metadata: Metadata,
): Promise<void> {
  await triggers.fire(pool, 'PreAuthentication', user, {
    source: 'PreAuthentication_Authentication',
    clientId: client.id,
    request: { validationData: metadata ?? null, userNotFound: false },
  });
}

/** Throws NotAuthorizedException where a user is locked out at `now`, in milliseconds since the epoch. */
export function refuseLocked(user: User, now: number): void {
  if (user.lockedUntil > now) throw notAuthorized('Password attempts exceeded');
}

/**
 * Counts a wrong password, and returns the error to throw. After five failures the user is locked out for a second, and
 * each further failure doubles it up to about 15 minutes
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html, «Lockout behavior»).
 */
export function countFailure(
  { context, store }: Pick<CognitoState, 'context' | 'store'>,
  pool: UserPool,
  user: User,
): AwsError {
  const now = context.clock.now();
  const { lockedUntil } = store.users(pool.id).change(user.username, (known) => failure(known, now));
  return lockedUntil > now ? notAuthorized('Password attempts exceeded') : wrongCredentials();
}

/**
 * Takes a password that was right, unless guesses made at the same time have locked the user meanwhile. Throws
 * NotAuthorizedException, UserNotConfirmedException or PasswordResetRequiredException.
 */
export function accept(
  { context, store }: Pick<CognitoState, 'context' | 'store'>,
  pool: UserPool,
  user: User,
): User {
  const users = store.users(pool.id);
  const now = users.require(user.username);
  refuseLocked(now, context.clock.now());
  requireUsable(now, context.clock.now());
  return now.failedSignIns > 0
    ? users.change(now.username, () => ({ failedSignIns: 0, lockedUntil: 0 }))
    : now;
}

function failure(user: User, now: number): Partial<User> {
  const stale = user.lockedUntil > 0 && now - user.lockedUntil > LONGEST_LOCK;
  const failedSignIns = (stale ? 0 : user.failedSignIns) + 1;
  if (failedSignIns < FREE_FAILURES) return { failedSignIns };
  const lock = Math.min(1000 * 2 ** (failedSignIns - FREE_FAILURES), LONGEST_LOCK);
  return { failedSignIns, lockedUntil: now + lock };
}

function requireUsable(user: User, now: number): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED')
    throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'RESET_REQUIRED') {
    throw new AwsError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD' && (user.temporaryUntil ?? 0) <= now) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}
