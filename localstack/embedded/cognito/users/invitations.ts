import type { AdminCreateUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { User, UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';

const DAY = 86_400_000;

/** When a temporary password that is set at `now` ends. Both are in milliseconds since the epoch. */
export function temporaryUntil(pool: UserPool, now: number): number {
  const days = pool.settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7;
  return now + (days || 7) * DAY;
}

/** The user with a temporary password, which is sent to them unless the request suppresses it. Throws InvalidPasswordException. */
export async function invite(
  { context, passwords, codes }: CognitoState,
  pool: UserPool,
  user: User,
  { TemporaryPassword, MessageAction }: Pick<AdminCreateUserRequest, 'TemporaryPassword' | 'MessageAction'>,
): Promise<User> {
  const password = TemporaryPassword ?? passwords.generate(pool);
  passwords.check(pool, password);
  const until = temporaryUntil(pool, context.clock.now());
  const invited = {
    ...user,
    password: await passwords.hash({ pool, username: user.username }, password),
    temporaryUntil: until,
  };
  if (MessageAction !== 'SUPPRESS') codes.invite(pool, invited, password, until);
  return invited;
}
