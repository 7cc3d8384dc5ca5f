import { timingSafeEqual } from 'node:crypto';
import { AwsError } from '../../../core/errors.ts';
import { invalidParameter, unsupported, userNotFound, wrongCredentials } from '../../errors.ts';
import type { SrpVerifier, User, UserPool, UserPoolClient } from '../../model.ts';
import type { CognitoState } from '../../state.ts';
import { openChallenge, requireChallenge, useChallenge } from '../challenges.ts';
import { checkSecretHash, hidesUsers } from '../client-access.ts';
import type { Metadata } from '../complete.ts';
import { afterFirstFactor } from '../first-factor.ts';
import { type Parameters, parameter } from '../parameters.ts';
import { accept, countFailure, firePreAuthentication, refuseLocked } from '../password-attempts.ts';
import { isClientPublic, openExchange, proofOf } from './exchange.ts';
import { unknownUser } from './unknown-user.ts';

const SECRET_BLOCK_BYTES = 48;
const WEEKDAYS = 'Sun|Mon|Tue|Wed|Thu|Fri|Sat';
const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const TIMESTAMP = new RegExp(`^(?:${WEEKDAYS}) (?:${MONTHS}) \\d{1,2} \\d{1,2}:\\d{2}:\\d{2} \\S+ \\d{4}$`);

/**
 * Starts a sign-in by SRP: challenges the client to prove the password (PASSWORD_VERIFIER), which it never sends. Needs no
 * session: the secret block says which exchange an answer is for. Throws InvalidParameterException,
 * NotAuthorizedException, UserNotFoundException where the client shows who exists, or what triggers throw.
 */
export async function startSrp(
  state: CognitoState,
  client: UserPoolClient,
  parameters: Parameters,
  metadata: Metadata,
) {
  const { context, store } = state;
  const name = parameter(parameters, 'USERNAME');
  const clientPublic = parameter(parameters, 'SRP_A');
  if (!isClientPublic(clientPublic)) throw invalidParameter('Invalid value for parameter SRP_A');
  const pool = store.pool(client.poolId);
  refuseDevices(pool, parameters);
  const user = store.users(pool.id).find(name);
  checkSecretHash(client, [name, user?.username ?? name], parameters.SECRET_HASH);
  if (!user && !hidesUsers(client)) throw userNotFound();
  if (user) {
    await firePreAuthentication(state, pool, client, user, metadata);
    refuseLocked(user, context.clock.now());
  }
  const known = user?.password ? { username: user.username, ...verifierOf(user.password.srp) } : undefined;
  const { username, salt, verifier } = known ?? (await unknownUser(state, pool, name));
  const { serverPublic, exchange } = openExchange(context.random, clientPublic, verifier);
  const secretBlock = Buffer.from(context.random.bytes(SECRET_BLOCK_BYTES)).toString('base64');
  const expiresAt = context.clock.now() + (client.settings.AuthSessionValidity ?? 3) * 60_000;
  const challenge = { poolId: pool.id, clientId: client.id, username, expiresAt, exchange } as const;
  openChallenge(context, store, { ...challenge, name: 'PASSWORD_VERIFIER' }, secretBlock);
  return {
    ChallengeName: 'PASSWORD_VERIFIER' as const,
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: secretBlock,
      SRP_B: serverPublic,
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  };
}

/**
 * Takes the answer to PASSWORD_VERIFIER, once. What time it is for the client makes no difference: the exchange itself
 * ends after minutes, and the local clock may be days away. Throws InvalidParameterException, NotAuthorizedException and
 * whatever a sign-in by password throws.
 */
export async function answerSrp(
  state: CognitoState,
  client: UserPoolClient,
  responses: Parameters,
  metadata: Metadata,
) {
  const { context, store } = state;
  const username = parameter(responses, 'USERNAME');
  const secretBlock = parameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = Buffer.from(parameter(responses, 'PASSWORD_CLAIM_SIGNATURE'), 'base64');
  const timestamp = timestampIn(responses);
  const { challenge } = requireChallenge(context, store, secretBlock, client);
  const pool = store.pool(client.poolId);
  refuseDevices(pool, responses);
  const user = store.users(pool.id).find(username);
  checkSecretHash(client, [username, user?.username ?? username], responses.SECRET_HASH);
  if (!challenge.exchange || challenge.username !== (user?.username ?? username)) throw wrongCredentials();
  useChallenge(store, secretBlock);
  if (!user?.password?.srp) throw wrongCredentials();
  refuseLocked(user, context.clock.now());
  const proof = proofOf(
    challenge.exchange,
    user.password.srp.verifier,
    { pool, username: user.username },
    { secretBlock, timestamp },
  );
  if (proof.length !== signature.length || !timingSafeEqual(proof, signature)) {
    throw countFailure(state, pool, user);
  }
  return afterFirstFactor(state, pool, client, accept(state, pool, user), metadata);
}

/** Cognito signs the time as it understood it: a day never begins with a zero there, and a client that writes one fails. */
function timestampIn(responses: Parameters): string {
  const timestamp = parameter(responses, 'TIMESTAMP');
  if (!TIMESTAMP.test(timestamp)) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
  return timestamp.replace(/^(\w+ \w+) 0/, '$1 ');
}

/** Throws where a device would have to be known: none is, and a pool that remembers them would hand out the key of one. */
function refuseDevices(pool: UserPool, { DEVICE_KEY }: Parameters): void {
  if (pool.settings.DeviceConfiguration)
    throw unsupported('USER_SRP_AUTH in a pool with DeviceConfiguration');
  if (DEVICE_KEY) throw new AwsError('ResourceNotFoundException', 'Device does not exist.');
}

/** Throws InvalidParameterException for a password that was written down before there were verifiers. */
function verifierOf(srp: NonNullable<User['password']>['srp']): SrpVerifier {
  if (srp) return srp;
  throw invalidParameter(
    'The embedded AWS kept this password before it knew USER_SRP_AUTH: sign in once by USER_PASSWORD_AUTH, or set the password again.',
  );
}
