import type { VerifySoftwareTokenResponse } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import type { AwsResponse } from '../../core/http.ts';
import { requireChallenge } from '../auth/challenges.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { withAuthorizationRequest } from './authorize.ts';
import { callAsApplication, sentenceFor } from './call.ts';
import { requireCsrf } from './csrf.ts';
import type { Exchange, Handler } from './exchange.ts';
import { accountOf, proceed } from './next-step.ts';
import {
  ATTRIBUTE_PREFIX,
  newPasswordPage,
  type PendingStep,
  setUpPage,
  softwareTokenPage,
} from './pages/challenges.ts';
import { newPasswordOf } from './pages/passwords.ts';
import { signInPage } from './pages/sign-in.ts';
import { proveByAnswer } from './proof.ts';

/** `POST /changePassword`: a password of their own for somebody who has a temporary one. */
export const changePassword: Handler = step((exchange, asked, pending) => {
  const { form } = exchange;
  const missing = [...form.keys()].filter((name) => name.startsWith(ATTRIBUTE_PREFIX));
  const again = (error: string) =>
    newPasswordPage(exchange, { ...pending, missing, account: accountOf(exchange, pending.username) }, error);
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
    const { pendingSecret: secret = '' } =
      exchange.state.store.users(exchange.pool.id).find(pending.username) ?? {};
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

/**
 * The handler of a step's form: with who is in the middle of what. Only the session says who that is, or a page would show
 * the address or the key of whomever a form names.
 */
function step(
  handle: (
    exchange: Exchange,
    asked: AuthorizationRequest,
    pending: PendingStep,
  ) => Promise<AwsResponse> | AwsResponse,
): Handler {
  return withAuthorizationRequest((exchange, asked) => {
    requireCsrf(exchange);
    const { context, store } = exchange.state;
    const session = exchange.form.get('session') ?? '';
    let username: string;
    try {
      ({ username } = requireChallenge(context, store, session, asked.client).challenge);
    } catch (thrown) {
      return startAgain(exchange, asked, sentenceFor(thrown));
    }
    return handle(exchange, asked, { session, username });
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
  return isOver ? startAgain(exchange, asked, sentence) : again(sentence);
}

function startAgain(exchange: Exchange, asked: AuthorizationRequest, sentence: string): AwsResponse {
  return signInPage(exchange, asked, { username: '', error: `${sentence} Please sign in again.` });
}
