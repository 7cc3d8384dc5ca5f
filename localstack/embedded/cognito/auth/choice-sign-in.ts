import type { AuthFactorType } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, notAuthorized, unsupported, userNotFound } from '../errors.ts';
import type { UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';
import { openChallenge, requireChallenge, useChallenge } from './challenges.ts';
import { checkFlow, checkSecretHash, hidesUsers } from './client-access.ts';
import type { Metadata } from './complete.ts';
import { type Parameters, parameter } from './parameters.ts';
import { startByPassword } from './password-sign-in.ts';
import { startSrp } from './srp/sign-in.ts';

/** How a password can be proved, where users choose. */
const PROOFS = { PASSWORD: startByPassword, PASSWORD_SRP: startSrp } as const;
type Proof = keyof typeof PROOFS;

/**
 * Starts a sign-in in which the user chooses the way (USER_AUTH): at once by the application's preference, or by
 * SELECT_CHALLENGE
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html). Throws
 * InvalidParameterException, NotAuthorizedException, UserNotFoundException, NotImplemented where the pool allows a first
 * factor that is none of passwords, or what the chosen way throws.
 */
export async function startChoice(
  state: CognitoState,
  client: UserPoolClient,
  parameters: Parameters,
  metadata: Metadata,
) {
  const { context, store } = state;
  checkFlow(client, ['ALLOW_USER_AUTH'], 'USER_AUTH flow not enabled for this client');
  const pool = store.pool(client.poolId);
  refuseOtherFactors(pool);
  const preferred = parameters.PREFERRED_CHALLENGE;
  if (isProof(preferred)) return PROOFS[preferred](state, client, parameters, metadata);
  const name = parameter(parameters, 'USERNAME');
  const user = store.users(pool.id).find(name);
  checkSecretHash(client, [name, user?.username ?? name], parameters.SECRET_HASH);
  if (!user && !hidesUsers(client)) throw userNotFound();
  const Session = openChallenge(context, store, {
    poolId: pool.id,
    clientId: client.id,
    username: user?.username ?? name,
    name: 'SELECT_CHALLENGE',
    expiresAt: context.clock.now() + (client.settings.AuthSessionValidity ?? 3) * 60_000,
  });
  return {
    ChallengeName: 'SELECT_CHALLENGE' as const,
    Session,
    ChallengeParameters: {},
    AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP'] satisfies Proof[],
  };
}

/** Takes the answer to SELECT_CHALLENGE, which starts the way that it names. Throws what {@link startChoice} throws. */
export async function answerChoice(
  state: CognitoState,
  client: UserPoolClient,
  session: string | undefined,
  responses: Parameters,
  metadata: Metadata,
) {
  const { context, store } = state;
  const chosen = requireChallenge(context, store, session, client);
  const name = parameter(responses, 'USERNAME');
  const answer = parameter(responses, 'ANSWER');
  const username = store.users(client.poolId).find(name)?.username ?? name;
  if (chosen.challenge.name !== 'SELECT_CHALLENGE' || chosen.challenge.username !== username) {
    throw notAuthorized('Invalid session for the user.');
  }
  if (!isProof(answer)) throw invalidParameter(`Invalid challenge selected: ${answer}`);
  useChallenge(store, chosen.session);
  return PROOFS[answer](state, client, responses, metadata);
}

function isProof(name: string | undefined): name is Proof {
  return name !== undefined && Object.hasOwn(PROOFS, name);
}

function refuseOtherFactors({ settings }: UserPool): void {
  const factors: readonly AuthFactorType[] = settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  const other = factors.find((factor) => factor !== 'PASSWORD');
  if (other) throw unsupported(`USER_AUTH in a pool whose AllowedFirstAuthFactors have ${other}`);
}
