import { notAuthorized } from '../errors.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';

/** Throws NotAuthorizedException for a user who is confirmed already, or cannot be. */
export function requireUnconfirmed(user: User): void {
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
}

/** Confirms a user, once: of several confirmations at the same time one wins; the others see a confirmed user and throw. */
export function confirmUser(
  { context, store }: CognitoState,
  pool: UserPool,
  user: User,
  attributes: User['attributes'],
): User {
  return store.users(pool.id).change(user.username, (now) => {
    requireUnconfirmed(now);
    return { status: 'CONFIRMED', attributes, updatedAt: context.clock.now() };
  });
}

/** Calls the PostConfirmation trigger of a sign-up. Throws what triggers throw. */
export async function firePostConfirmation(
  { triggers }: CognitoState,
  pool: UserPool,
  user: User,
  clientId: string | undefined,
  metadata: Record<string, string> | undefined,
): Promise<void> {
  await triggers.fire(pool, 'PostConfirmation', user, {
    source: 'PostConfirmation_ConfirmSignUp',
    clientId,
    request: metadata ? { clientMetadata: metadata } : {},
  });
}
