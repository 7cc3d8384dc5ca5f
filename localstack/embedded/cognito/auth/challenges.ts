import type { EmbeddedContext } from '../../core/context.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Challenge, User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoStore } from '../store.ts';

/** The answer to a sign-in with a temporary password: a session in which to choose a real one. */
export function challengeNewPassword(
  context: EmbeddedContext,
  store: CognitoStore,
  pool: UserPool,
  client: UserPoolClient,
  user: User,
) {
  const session = Buffer.from(context.random.bytes(48)).toString('base64url');
  dropEnded(store, context.clock.now());
  store.challenges.set(session, {
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    name: 'NEW_PASSWORD_REQUIRED',
    expiresAt: context.clock.now() + (client.settings.AuthSessionValidity ?? 3) * 60_000,
  });
  const missing = pool.schema.filter(
    ({ Name = '', Required }) => Required && Name !== 'sub' && user.attributes[Name] === undefined,
  );
  const { sub: _, ...attributes } = user.attributes;
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED' as const,
    Session: session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map(({ Name }) => `userAttributes.${Name}`)),
      userAttributes: JSON.stringify(attributes),
    },
  };
}

/** Looks a challenge's session up without using it. Throws NotAuthorizedException where it ended or is another's. */
export function requireChallenge(
  context: EmbeddedContext,
  store: CognitoStore,
  client: UserPoolClient,
  session: string | undefined,
): { session: string; challenge: Challenge } {
  if (session === undefined) throw invalidParameter('Missing required parameter Session');
  const challenge = store.challenges.get(session);
  if (!challenge || challenge.expiresAt <= context.clock.now() || challenge.clientId !== client.id) {
    throw notAuthorized('Invalid session for the user, session is expired.');
  }
  return { session, challenge };
}

/** Uses a session up; of several answers at once one succeeds. */
export function useChallenge(store: CognitoStore, session: string): void {
  if (!store.challenges.delete(session)) {
    throw notAuthorized('Invalid session for the user, session can only be used once.');
  }
}

function dropEnded(store: CognitoStore, now: number): void {
  const ended: string[] = [];
  for (const [key, challenge] of store.challenges.entries()) if (challenge.expiresAt <= now) ended.push(key);
  for (const key of ended) store.challenges.delete(key);
}
