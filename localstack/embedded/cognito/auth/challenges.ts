import type { EmbeddedContext } from '../../core/context.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Challenge, User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import type { CognitoStore } from '../store.ts';

const MOST_FAILURES = 5;

/** The answer to a sign-in that is not over: a challenge, and the session in which to meet it. */
export function challengeUser<Name extends Challenge['name']>(
  { context, store }: CognitoState,
  client: UserPoolClient,
  user: User,
  name: Name,
  parameters: Record<string, string>,
) {
  const Session = openChallenge(context, store, {
    poolId: client.poolId,
    clientId: client.id,
    username: user.username,
    name,
    expiresAt: context.clock.now() + (client.settings.AuthSessionValidity ?? 3) * 60_000,
  });
  return {
    ChallengeName: name,
    Session,
    ChallengeParameters: { USER_ID_FOR_SRP: user.username, ...parameters },
  };
}

/** The answer to a sign-in with a temporary password: a session in which to choose a real one. */
export function challengeNewPassword(
  state: CognitoState,
  pool: UserPool,
  client: UserPoolClient,
  user: User,
) {
  const missing = pool.schema.filter(
    ({ Name = '', Required }) => Required && Name !== 'sub' && user.attributes[Name] === undefined,
  );
  const { sub: _, ...attributes } = user.attributes;
  return challengeUser(state, client, user, 'NEW_PASSWORD_REQUIRED', {
    requiredAttributes: JSON.stringify(missing.map(({ Name }) => `userAttributes.${Name}`)),
    userAttributes: JSON.stringify(attributes),
  });
}

/** Keeps a challenge, and returns its session; default: a new one. */
export function openChallenge(
  context: EmbeddedContext,
  store: CognitoStore,
  challenge: Challenge,
  session = Buffer.from(context.random.bytes(48)).toString('base64url'),
): string {
  dropEnded(store, context.clock.now());
  store.challenges.set(session, challenge);
  return session;
}

/** Looks a challenge's session up without using it. Throws NotAuthorizedException where it ended or is another client's. */
export function requireChallenge(
  context: EmbeddedContext,
  store: CognitoStore,
  session: string | undefined,
  client?: UserPoolClient,
): { session: string; challenge: Challenge } {
  if (session === undefined) throw invalidParameter('Missing required parameter Session');
  const challenge = store.challenges.get(session);
  const another = client !== undefined && challenge?.clientId !== client.id;
  if (!challenge || challenge.expiresAt <= context.clock.now() || another) {
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

/** Counts a wrong code; after five of them the sign-in has to start anew. */
export function failChallenge(store: CognitoStore, session: string): void {
  const challenge = store.challenges.get(session);
  if (!challenge) return;
  const failures = (challenge.failures ?? 0) + 1;
  if (failures >= MOST_FAILURES) store.challenges.delete(session);
  else store.challenges.set(session, { ...challenge, failures });
}

function dropEnded(store: CognitoStore, now: number): void {
  const ended: string[] = [];
  for (const [key, challenge] of store.challenges.entries()) if (challenge.expiresAt <= now) ended.push(key);
  for (const key of ended) store.challenges.delete(key);
}
