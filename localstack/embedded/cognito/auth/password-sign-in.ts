import { userNotFound, wrongCredentials } from '../errors.ts';
import type { User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import { checkSecretHash, hidesUsers } from './client-access.ts';
import type { Metadata } from './complete.ts';
import { afterFirstFactor } from './first-factor.ts';
import { type Parameters, parameter } from './parameters.ts';
import { accept, countFailure, firePreAuthentication, refuseLocked } from './password-attempts.ts';

/**
 * Starts a sign-in by password: gives tokens or the next challenge. Throws InvalidParameterException for a parameter that
 * is missing, and what {@link signInByPassword} throws.
 */
export async function startByPassword(
  state: CognitoState,
  client: UserPoolClient,
  parameters: Parameters,
  metadata: Metadata,
) {
  const { store } = state;
  const username = parameter(parameters, 'USERNAME');
  const password = parameter(parameters, 'PASSWORD');
  const pool = store.pool(client.poolId);
  checkSecretHash(
    client,
    [username, store.users(pool.id).find(username)?.username ?? username],
    parameters.SECRET_HASH,
  );
  const user = await signInByPassword(state, pool, client, username, password, metadata);
  return afterFirstFactor(state, pool, client, user, metadata);
}

/**
 * The user that a password proves. Throws NotAuthorizedException, UserNotFoundException, UserNotConfirmedException or
 * PasswordResetRequiredException.
 */
export async function signInByPassword(
  state: CognitoState,
  pool: UserPool,
  client: UserPoolClient,
  name: string,
  password: string,
  metadata: Metadata,
): Promise<User> {
  const { context, store, passwords } = state;
  const user = store.users(pool.id).find(name);
  if (!user) {
    await passwords.matches(password, undefined);
    throw hidesUsers(client) ? wrongCredentials() : userNotFound();
  }
  await firePreAuthentication(state, pool, client, user, metadata);
  refuseLocked(user, context.clock.now());
  if (!(await passwords.matches(password, user.password))) throw countFailure(state, pool, user);
  return withVerifier(state, pool, accept(state, pool, user), user, password);
}

/** Keeps SRP's verifier of a password that was written down before there were any: here is the moment that it is known. */
async function withVerifier(
  { store, passwords }: CognitoState,
  pool: UserPool,
  now: User,
  proved: User,
  password: string,
): Promise<User> {
  if (proved.password?.srp) return now;
  const hash = await passwords.hash({ pool, username: now.username }, password);
  return store
    .users(pool.id)
    .change(now.username, (known) => (known.password === proved.password ? { password: hash } : {}));
}
