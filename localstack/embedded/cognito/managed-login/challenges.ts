import type {
  AssociateSoftwareTokenResponse,
  VerifySoftwareTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import type { AwsResponse } from '../../core/http.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { withAuthorizationRequest } from './authorize.ts';
import { callAsApplication, sentenceFor } from './call.ts';
import { requireCsrf } from './csrf.ts';
import { LoginPageError } from './errors.ts';
import type { Exchange, Handler } from './exchange.ts';
import { proceed } from './login.ts';
import {
  ATTRIBUTE_PREFIX,
  newPasswordPage,
  type PendingStep,
  setUpPage,
  softwareTokenPage,
} from './pages/challenges.ts';
import { newPasswordOf } from './pages/passwords.ts';
import { signInPage } from './pages/sign-in.ts';
import { type OpenChallenge, proveByAnswer } from './proof.ts';

/** The page of what is still asked of a person. Throws {@link LoginPageError} for what has no page. */
export async function challengePage(
  exchange: Exchange,
  { client }: AuthorizationRequest,
  { challenge, session, parameters }: OpenChallenge,
): Promise<AwsResponse> {
  const username = parameters.USER_ID_FOR_SRP ?? '';
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED': {
      const missing = JSON.parse(parameters.requiredAttributes ?? '[]') as string[];
      return newPasswordPage(exchange, { session, username, missing });
    }
    case 'SOFTWARE_TOKEN_MFA':
      return softwareTokenPage(exchange, { session, username });
    case 'MFA_SETUP': {
      const { SecretCode = '', Session = '' } = await callAsApplication<AssociateSoftwareTokenResponse>(
        exchange.state,
        'AssociateSoftwareToken',
        { Session: session },
      );
      return setUpPage(
        exchange,
        { session: Session, username },
        { secret: SecretCode, account: accountOf(exchange, username) },
      );
    }
    default:
      throw new LoginPageError(`There is no page for ${challenge} of ${client.settings.ClientName}.`);
  }
}

/** `POST /changePassword`: a password of their own for somebody who has a temporary one. */
export const changePassword: Handler = step((exchange, asked, pending) => {
  const { form } = exchange;
  const missing = [...form.keys()].filter((name) => name.startsWith(ATTRIBUTE_PREFIX));
  const again = (error: string) => newPasswordPage(exchange, { ...pending, missing }, error);
  const { password, problem } = newPasswordOf(exchange);
  if (problem !== undefined) return again(problem);
  const attributes = Object.fromEntries(missing.map((name) => [name, form.get(name) ?? '']));
  return answered(
    exchange,
    asked,
    pending,
    'NEW_PASSWORD_REQUIRED',
    { ...attributes, NEW_PASSWORD: password },
    again,
  );
});

/** `POST /mfa`: the code of an authenticator application. */
export const softwareToken: Handler = step((exchange, asked, pending) =>
  answered(
    exchange,
    asked,
    pending,
    'SOFTWARE_TOKEN_MFA',
    { SOFTWARE_TOKEN_MFA_CODE: exchange.form.get('code') ?? '' },
    (error) => softwareTokenPage(exchange, pending, error),
  ),
);

/** `POST /mfa/setup`: the first code of an authenticator application. */
export const setUpSoftwareToken: Handler = step(async (exchange, asked, pending) => {
  const again = (error: string) => {
    const { pendingSecret: secret = '' } = exchange.state.store
      .users(exchange.pool.id)
      .require(pending.username);
    return setUpPage(exchange, pending, { secret, account: accountOf(exchange, pending.username) }, error);
  };
  try {
    const { Session = '' } = await callAsApplication<VerifySoftwareTokenResponse>(
      exchange.state,
      'VerifySoftwareToken',
      { Session: pending.session, UserCode: exchange.form.get('code') ?? '' },
    );
    return await answered(exchange, asked, { ...pending, session: Session }, 'MFA_SETUP', {}, again);
  } catch (thrown) {
    return instead(exchange, asked, thrown, again);
  }
});

/** The handler of a step's form: with who is in the middle of what. */
function step(
  handle: (
    exchange: Exchange,
    asked: AuthorizationRequest,
    pending: PendingStep,
  ) => Promise<AwsResponse> | AwsResponse,
): Handler {
  return withAuthorizationRequest((exchange, asked) => {
    requireCsrf(exchange);
    const { form } = exchange;
    return handle(exchange, asked, {
      session: form.get('session') ?? '',
      username: form.get('username') ?? '',
    });
  });
}

async function answered(
  exchange: Exchange,
  asked: AuthorizationRequest,
  { session, username }: PendingStep,
  challenge: 'MFA_SETUP' | 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA',
  responses: Record<string, string>,
  again: (error: string) => AwsResponse,
): Promise<AwsResponse> {
  try {
    const proof = await proveByAnswer(exchange.state, asked.client, username, {
      ChallengeName: challenge,
      Session: session,
      ChallengeResponses: responses,
    });
    return await proceed(exchange, asked, proof);
  } catch (thrown) {
    return instead(exchange, asked, thrown, again);
  }
}

/** The same page, or the first one where the sign-in has ended meanwhile. */
function instead(
  exchange: Exchange,
  asked: AuthorizationRequest,
  thrown: unknown,
  again: (error: string) => AwsResponse,
): AwsResponse {
  const sentence = sentenceFor(thrown);
  const isOver = thrown instanceof AwsError && thrown.code === 'NotAuthorizedException';
  return isOver
    ? signInPage(exchange, asked, { username: '', error: `${sentence} Please sign in again.` })
    : again(sentence);
}

/** What an authenticator application calls the account. */
function accountOf({ state, pool }: Exchange, username: string): string {
  const { attributes } = state.store.users(pool.id).require(username);
  return attributes.email ?? attributes.phone_number ?? username;
}
