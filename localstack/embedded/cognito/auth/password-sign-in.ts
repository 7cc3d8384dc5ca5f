import { AwsError } from '../../core/errors.ts';
import { notAuthorized, userNotFound, wrongCredentials } from '../errors.ts';
import type { User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import { hidesUsers } from './client-access.ts';

const FREE_FAILURES = 5;
const LONGEST_LOCK = 15 * 60_000;

/**
 * The user that a password proves. After five failures the user is locked out for a second, and each further
 * failure doubles it up to about 15 minutes
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html, «Lockout behavior»).
 * Throws NotAuthorizedException, UserNotFoundException, UserNotConfirmedException or PasswordResetRequiredException.
 */
export async function signInByPassword(
  { context, store, passwords, triggers }: CognitoState,
  pool: UserPool,
  client: UserPoolClient,
  name: string,
  password: string,
  metadata: Record<string, string> | undefined,
): Promise<User> {
  const users = store.users(pool.id);
  const user = users.find(name);
  if (!user) {
    await passwords.matches(password, undefined);
    throw hidesUsers(client) ? wrongCredentials() : userNotFound();
  }
  await triggers.fire(pool, 'PreAuthentication', user, {
    source: 'PreAuthentication_Authentication',
    clientId: client.id,
    request: { validationData: metadata ?? null, userNotFound: false },
  });
  if (user.lockedUntil > context.clock.now()) throw notAuthorized('Password attempts exceeded');
  if (!(await passwords.matches(password, user.password))) {
    const { lockedUntil } = users.change(user.username, (now) => failure(now, context.clock.now()));
    throw lockedUntil > context.clock.now()
      ? notAuthorized('Password attempts exceeded')
      : wrongCredentials();
  }
  // Read again: guesses made at the same time may have locked the user meanwhile.
  const now = users.require(user.username);
  if (now.lockedUntil > context.clock.now()) throw notAuthorized('Password attempts exceeded');
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
