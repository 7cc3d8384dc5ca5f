import { AwsError } from '../../core/errors.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';
import { stepOf, stillUsable } from './totp.ts';

/**
 * Uses the code of a user's application up. Throws CodeMismatchException for a wrong one, ExpiredCodeException for
 * one that was used before, and SoftwareTokenMFANotFoundException where the user has no application.
 */
export function useCode({ context, store }: CognitoState, pool: UserPool, user: User, code: string): User {
  const now = context.clock.now();
  return store.users(pool.id).change(user.username, ({ softwareToken }) => {
    if (!softwareToken) throw softwareTokenNotFound();
    const step = stepOf(softwareToken.secret, code, now);
    if (step === undefined) {
      throw new AwsError('CodeMismatchException', 'Invalid code received for user');
    }
    if (softwareToken.usedSteps.includes(step)) {
      throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
    }
    const usedSteps = [...stillUsable(softwareToken.usedSteps, now), step];
    return { softwareToken: { ...softwareToken, usedSteps } };
  });
}

/** Cognito's answer where a user has no authenticator application. */
export function softwareTokenNotFound(): AwsError {
  return new AwsError('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');
}
