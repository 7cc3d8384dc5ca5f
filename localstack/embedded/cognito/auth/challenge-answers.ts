import type { RespondToAuthChallengeRequest } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { notAuthorized, required, unsupported } from '../errors.ts';
import { afterPassword } from '../mfa/second-factor.ts';
import { useCode } from '../mfa/software-token.ts';
import type { Challenge, User, UserPool, UserPoolClient } from '../model.ts';
import { checkAttributes } from '../pools/schema.ts';
import type { CognitoState } from '../state.ts';
import { failChallenge, requireChallenge, useChallenge } from './challenges.ts';
import { answerChoice } from './choice-sign-in.ts';
import { checkSecretHash } from './client-access.ts';
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

/** Takes the answer to a challenge: gives tokens, or the next challenge. */
export async function answerChallenge(
  state: CognitoState,
  client: UserPoolClient,
  input: Omit<RespondToAuthChallengeRequest, 'ClientId'>,
) {
  const { context, store } = state;
  const name = required(input.ChallengeName, 'challengeName');
  const responses = input.ChallengeResponses ?? {};
  const metadata = input.ClientMetadata;
  if (name === 'PASSWORD_VERIFIER') return answerSrp(state, client, responses, metadata);
  if (name === 'SELECT_CHALLENGE') return answerChoice(state, client, input.Session, responses, metadata);
  const take = Object.hasOwn(ANSWERS, name) ? ANSWERS[name as keyof typeof ANSWERS] : undefined;
  if (!take) throw unsupported(`challenge ${name}`);
  const { session, challenge } = requireChallenge(context, store, input.Session, client);
  const pool = store.pool(client.poolId);
  const username = parameter(responses, 'USERNAME');
  const user = store.users(pool.id).find(username);
  if (user?.username !== challenge.username || challenge.name !== name) {
    throw notAuthorized('Invalid session for the user.');
  }
  checkSecretHash(client, [username, user.username], responses.SECRET_HASH);
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return take(state, { pool, client, user, session, challenge, responses, metadata });
}

const ANSWERS = {
  NEW_PASSWORD_REQUIRED: newPassword,
  SOFTWARE_TOKEN_MFA: softwareToken,
  MFA_SETUP: mfaSetup,
} as const satisfies Record<Exclude<Challenge['name'], 'PASSWORD_VERIFIER' | 'SELECT_CHALLENGE'>, unknown>;

async function newPassword(state: CognitoState, answer: Answer) {
  const { context, store, passwords } = state;
  const { pool, client, user, session, responses, metadata } = answer;
  const password = parameter(responses, 'NEW_PASSWORD');
  passwords.check(pool, password);
  const attributes = attributesOf(responses);
  checkAttributes(pool, attributes, { complete: false, changing: true });
  useChallenge(store, session);
  const hash = await passwords.hash({ pool, username: user.username }, password);
  const changed = store.users(pool.id).change(user.username, (now) => ({
    password: hash,
    temporaryUntil: 0,
    status: 'CONFIRMED',
    attributes: { ...now.attributes, ...attributes },
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

function attributesOf(responses: Parameters): Record<string, string> {
  const prefix = 'userAttributes.';
  return Object.fromEntries(
    Object.entries(responses)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
