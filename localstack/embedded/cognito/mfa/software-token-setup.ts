import { AwsError } from '../../core/errors.ts';
import { openChallenge, requireChallenge, useChallenge } from '../auth/challenges.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Challenge, User, UserPool } from '../model.ts';
import type { CognitoState } from '../state.ts';

/** Who sets an authenticator application up, and by what right. */
export interface SetupOwner {
  readonly pool: UserPool;
  readonly user: User;
  /** Set where the right is a sign-in that waits for the setup, and not an access token. */
  readonly waiting?: { readonly session: string; readonly challenge: Challenge };
}

/**
 * The owner of a setup, by access token or by the session of a sign-in
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html). Throws
 * InvalidParameterException, NotAuthorizedException, or SoftwareTokenMFANotFoundException where the pool has none.
 */
export async function setupOwner(
  state: CognitoState,
  { AccessToken, Session }: { AccessToken?: string | undefined; Session?: string | undefined },
): Promise<SetupOwner> {
  if ((AccessToken === undefined) === (Session === undefined)) {
    throw invalidParameter('Either AccessToken or Session is required, and not both.');
  }
  const owner =
    Session === undefined ? await state.tokens.verifyAccess(AccessToken) : ownerBySignIn(state, Session);
  if (!owner.pool.softwareTokenMfa?.Enabled) throw notEnabled();
  return owner;
}

/** The session of the next step, where the setup belongs to a sign-in. */
export function nextSession(
  { context, store }: CognitoState,
  { waiting }: SetupOwner,
  change: Partial<Challenge>,
): string | undefined {
  if (!waiting) return undefined;
  useChallenge(store, waiting.session);
  return openChallenge(context, store, { ...waiting.challenge, ...change });
}

function ownerBySignIn({ context, store }: CognitoState, session: string): SetupOwner {
  const waiting = requireChallenge(context, store, session);
  const { challenge } = waiting;
  const pool = store.pool(challenge.poolId);
  const user = store.users(pool.id).find(challenge.username);
  // Whoever has an application already must not get another by a password alone.
  if (challenge.name !== 'MFA_SETUP' || challenge.verified || !user || user.softwareToken) {
    throw notAuthorized('Invalid session for the user.');
  }
  return { pool, user, waiting };
}

function notEnabled(): AwsError {
  return new AwsError(
    'SoftwareTokenMFANotFoundException',
    'Software Token MFA has not been enabled by the userPool.',
  );
}
