import type {
  AssociateSoftwareTokenRequest,
  VerifySoftwareTokenRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { failChallenge, openChallenge, requireChallenge, useChallenge } from '../auth/challenges.ts';
import { invalidParameter, notAuthorized, required } from '../errors.ts';
import type { Challenge, SoftwareToken, User, UserPool } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { secretOf, stepOf, stillUsable } from './totp.ts';

const SECRET_BYTES = 20;

/** Who sets an authenticator application up, and by what right. */
interface Owner {
  readonly pool: UserPool;
  readonly user: User;
  /** Set where the right is a sign-in that waits for the setup, and not an access token. */
  readonly waiting?: { readonly session: string; readonly challenge: Challenge };
}

/**
 * A user's authenticator application: associated, and verified by its first code
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html).
 */
export function softwareTokenOperations(parts: CognitoParts) {
  const { context, store, tokens } = parts;

  async function ownerOf(input: {
    AccessToken?: string | undefined;
    Session?: string | undefined;
  }): Promise<Owner> {
    if ((input.AccessToken === undefined) === (input.Session === undefined)) {
      throw invalidParameter('Either AccessToken or Session is required, and not both.');
    }
    const owner =
      input.Session === undefined ? await tokens.verifyAccess(input.AccessToken) : byForce(input.Session);
    if (!owner.pool.softwareTokenMfa?.Enabled) throw notEnabled();
    return owner;
  }

  function byForce(given: string): Owner {
    const waiting = requireChallenge(context, store, given);
    const { challenge } = waiting;
    const pool = store.pool(challenge.poolId);
    const user = store.users(pool.id).find(challenge.username);
    // Whoever has an application already cannot be given another by a password alone.
    if (challenge.name !== 'MFA_SETUP' || challenge.verified || !user || user.softwareToken) {
      throw notAuthorized('Invalid session for the user.');
    }
    return { pool, user, waiting };
  }

  /** The session of the next step, where the setup belongs to a sign-in. */
  function next({ waiting }: Owner, change: Partial<Challenge>): string | undefined {
    if (!waiting) return undefined;
    useChallenge(store, waiting.session);
    return openChallenge(context, store, { ...waiting.challenge, ...change });
  }

  return {
    async AssociateSoftwareToken(input: AssociateSoftwareTokenRequest) {
      const owner = await ownerOf(input);
      const pendingSecret = secretOf(context.random.bytes(SECRET_BYTES));
      const Session = next(owner, {});
      store.users(owner.pool.id).change(owner.user.username, () => ({ pendingSecret }));
      return { SecretCode: pendingSecret, Session };
    },

    async VerifySoftwareToken(input: VerifySoftwareTokenRequest) {
      const code = required(input.UserCode, 'userCode');
      const owner = await ownerOf(input);
      const secret = owner.user.pendingSecret;
      if (secret === undefined) throw notFound();
      const step = stepOf(secret, code, context.clock.now());
      if (step === undefined) {
        if (owner.waiting) failChallenge(store, owner.waiting.session);
        throw new AwsError(
          'EnableSoftwareTokenMFAException',
          'Code mismatch and fail enable Software Token MFA',
        );
      }
      const Session = next(owner, { verified: true });
      const softwareToken: SoftwareToken = {
        secret,
        usedSteps: [step],
        ...(input.FriendlyDeviceName ? { deviceName: input.FriendlyDeviceName } : {}),
      };
      store.users(owner.pool.id).change(owner.user.username, ({ mfa }) => ({
        softwareToken,
        pendingSecret: undefined,
        // A pool that requires it asks for it from now on; elsewhere the user says so by their preference.
        ...(owner.waiting ? { mfa: { ...mfa, softwareToken: true } } : {}),
        updatedAt: context.clock.now(),
      }));
      return { Status: 'SUCCESS' as const, Session };
    },
  };
}

/**
 * Uses the code of a user's application up. Throws CodeMismatchException for a wrong one, ExpiredCodeException for
 * one that was used before, and SoftwareTokenMFANotFoundException where the user has no application.
 */
export function useCode({ context, store }: CognitoParts, pool: UserPool, user: User, code: string): User {
  const now = context.clock.now();
  return store.users(pool.id).change(user.username, ({ softwareToken }) => {
    if (!softwareToken) throw notFound();
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

function notEnabled(): AwsError {
  return new AwsError(
    'SoftwareTokenMFANotFoundException',
    'Software Token MFA has not been enabled by the userPool.',
  );
}

function notFound(): AwsError {
  return new AwsError('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');
}
