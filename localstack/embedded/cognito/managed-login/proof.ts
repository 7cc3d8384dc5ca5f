import type { RespondToAuthChallengeRequest } from '@aws-sdk/client-cognito-identity-provider';
import { answerChallenge } from '../auth/challenge-answers.ts';
import { challengeNewPassword } from '../auth/challenges.ts';
import { secretHashOf } from '../auth/client-access.ts';
import { signInByPassword } from '../auth/password-sign-in.ts';
import { afterPassword } from '../mfa/second-factor.ts';
import type { User, UserPool, UserPoolClient } from '../model.ts';
import type { CognitoState } from '../state.ts';

/** What has to be answered before a person is proved. */
export interface OpenChallenge {
  readonly challenge: string;
  readonly session: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A person who is proved, or what is still asked of them. */
export type Proof = { readonly user: User } | OpenChallenge;

/** Where InitiateAuth and RespondToAuthChallenge end: with tokens, unless these are not wanted, or with a challenge. */
interface SignInAnswer {
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly ChallengeParameters?: Readonly<Record<string, string>>;
}

/** Proves a person by password, as InitiateAuth does it, with lockouts and triggers; throws what that throws. */
export function proveByPassword(
  state: CognitoState,
  pool: UserPool,
  client: UserPoolClient,
  name: string,
  password: string,
): Promise<Proof> {
  return proof(state, async (proving) => {
    const user = await signInByPassword(proving, pool, client, name, password, undefined);
    return user.status === 'FORCE_CHANGE_PASSWORD'
      ? challengeNewPassword(proving, pool, client, user)
      : afterPassword(proving, pool, client, user, 'Authentication', undefined);
  });
}

/** Answers a challenge, as RespondToAuthChallenge does it; throws what that throws. */
export function proveByAnswer(
  state: CognitoState,
  client: UserPoolClient,
  username: string,
  { ChallengeName, Session, ChallengeResponses }: Omit<RespondToAuthChallengeRequest, 'ClientId'>,
): Promise<Proof> {
  const SECRET_HASH = secretHashOf(client, username);
  const responses = {
    ...ChallengeResponses,
    USERNAME: username,
    ...(SECRET_HASH === undefined ? {} : { SECRET_HASH }),
  };
  return proof(state, (proving) =>
    answerChallenge(proving, client, { ChallengeName, Session, ChallengeResponses: responses }),
  );
}

/**
 * Runs a sign-in whose end opens no session: an application has to fetch its tokens by the code, once the browser
 * brought it there.
 */
async function proof(
  state: CognitoState,
  signIn: (proving: CognitoState) => Promise<SignInAnswer> | SignInAnswer,
): Promise<Proof> {
  let proved: User | undefined;
  const tokens: CognitoState['tokens'] = {
    ...state.tokens,
    async signIn(_client, user) {
      proved = user;
      return {};
    },
  };
  const { ChallengeName = '', Session = '', ChallengeParameters = {} } = await signIn({ ...state, tokens });
  return proved
    ? { user: proved }
    : { challenge: ChallengeName, session: Session, parameters: ChallengeParameters };
}
