import type { RespondToAuthChallengeRequest } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { invalidParameter, notAuthorized, required, unsupported } from '../errors.ts';
import { afterPassword } from '../mfa/second-factor.ts';
import { useCode } from '../mfa/software-token.ts';
import type { Challenge, User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import { changeAttributes } from '../users/attribute-changes.ts';
import { failChallenge, requireChallenge, useChallenge } from './challenges.ts';
import { answerChoice } from './choice-sign-in.ts';
import { checkSecretHash, checkWritable } from './client-access.ts';
import { type Metadata, tokensFor } from './complete.ts';
import { type Parameters, parameter } from './parameters.ts';
import { answerSrp } from './srp/sign-in.ts';

/** An answer to a challenge, with all that it was found to be about. */
interface Answer {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly user: User;
  readonly session: string;
  readonly challenge: Challenge;
  readonly responses: Parameters;
  readonly metadata: Metadata;
}

type Input = Omit<RespondToAuthChallengeRequest, 'ClientId'>;

/** Takes the answer to a challenge: gives tokens, or the next challenge. */
export async function answerChallenge(state: CognitoState, client: UserPoolClient, input: Input) {
  const name = required(input.ChallengeName, 'challengeName');
  const take = Object.hasOwn(ANSWERS, name) ? ANSWERS[name as Challenge['name']] : undefined;
  if (!take) throw unsupported(`challenge ${name}`);
  return take(state, client, input);
}

const ANSWERS = {
  SELECT_CHALLENGE: (state: CognitoState, client: UserPoolClient, input: Input) =>
    answerChoice(state, client, input.Session, input.ChallengeResponses ?? {}, input.ClientMetadata),
  PASSWORD_VERIFIER: (state: CognitoState, client: UserPoolClient, input: Input) =>
    answerSrp(state, client, input.ChallengeResponses ?? {}, input.ClientMetadata),
  NEW_PASSWORD_REQUIRED: inSession(newPassword),
  SOFTWARE_TOKEN_MFA: inSession(softwareToken),
  MFA_SETUP: inSession(mfaSetup),
} as const satisfies Record<Challenge['name'], unknown>;

/** Has a challenge answered by the user of its session: whom that is about, `take` is handed. */
function inSession<Result>(take: (state: CognitoState, answer: Answer) => Promise<Result>) {
  return async (state: CognitoState, client: UserPoolClient, input: Input): Promise<Result> => {
    const { context, store } = state;
    const responses = input.ChallengeResponses ?? {};
    const { session, challenge } = requireChallenge(context, store, input.Session, client);
    const pool = store.pool(client.poolId);
    const username = parameter(responses, 'USERNAME');
    const user = store.users(pool.id).find(username);
    if (user?.username !== challenge.username || challenge.name !== input.ChallengeName) {
      throw notAuthorized('Invalid session for the user.');
    }
    checkSecretHash(client, [username, user.username], responses.SECRET_HASH);
    if (!user.enabled) throw notAuthorized('User is disabled.');
    return take(state, { pool, client, user, session, challenge, responses, metadata: input.ClientMetadata });
  };
}

async function newPassword(state: CognitoState, answer: Answer) {
  const { context, store, passwords } = state;
  const { pool, client, user, session, responses, metadata } = answer;
  const password = parameter(responses, 'NEW_PASSWORD');
  passwords.check(pool, password);
  const attributes = attributesOf(responses);
  checkWritable(client, Object.keys(attributes));
  refuseProvided(pool, user, Object.keys(attributes));
  changeAttributes(state, pool, user, attributes, true);
  useChallenge(store, session);
  const hash = await passwords.hash({ pool, username: user.username }, password);
  const changed = store.users(pool.id).change(user.username, () => ({
    password: hash,
    temporaryUntil: 0,
    status: 'CONFIRMED',
    updatedAt: context.clock.now(),
  }));
  state.codes.forget(pool.id, user.username);
  return afterPassword(state, pool, client, changed, 'NewPasswordChallenge', metadata);
}

async function softwareToken(state: CognitoState, answer: Answer) {
  const { pool, client, session, responses, metadata } = answer;
  const proved = proveCode(state, answer, parameter(responses, 'SOFTWARE_TOKEN_MFA_CODE'));
  useChallenge(state.store, session);
  return tokensFor(state, pool, client, proved, 'Authentication', metadata);
}

function proveCode(state: CognitoState, { pool, user, session }: Answer, code: string): User {
  try {
    return useCode(state, pool, user, code);
  } catch (cause) {
    if (cause instanceof AwsError && cause.code === 'CodeMismatchException')
      failChallenge(state.store, session);
    throw cause;
  }
}

async function mfaSetup(state: CognitoState, answer: Answer) {
  const { pool, client, user, session, challenge, metadata } = answer;
  if (!challenge.verified) throw notAuthorized('Invalid session for the user.');
  useChallenge(state.store, session);
  return tokensFor(state, pool, client, user, 'Authentication', metadata);
}

/**
 * Throws NotAuthorizedException where somebody with a temporary password changes what they sign in with or what the pool
 * requires and has: an administrator's word on an address is not overruled without a proof. That an address is verified is
 * never theirs to say: InvalidParameterException.
 */
function refuseProvided(pool: UserPool, user: User, names: readonly string[]): void {
  if (names.some((name) => name.endsWith('_verified'))) {
    throw invalidParameter('Verified attributes cannot be changed by the user.');
  }
  const fixed = [
    ...(pool.settings.UsernameAttributes ?? []),
    ...pool.schema.filter(({ Required }) => Required).map(({ Name = '' }) => Name),
  ];
  const provided = names.find((name) => user.attributes[name] && fixed.some((known) => known === name));
  if (provided !== undefined) throw notAuthorized(`Cannot modify an already provided ${provided}`);
}

function attributesOf(responses: Parameters): Record<string, string> {
  const prefix = 'userAttributes.';
  return Object.fromEntries(
    Object.entries(responses)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
