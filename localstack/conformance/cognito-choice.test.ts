import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { anAddress, aPool, aUser, PASSWORD, type Pool, startCognito } from './cognito-fixtures.ts';
import { srpClient } from './cognito-srp-client.ts';

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let pool: Pool;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  pool = await choicePool();
});

afterAll(() => aws[Symbol.asyncDispose]());

function choicePool(of = {}, client = {}): Promise<Pool> {
  return aPool(cognito, of, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'], ...client });
}

function start(of: Pool, USERNAME: string, more: Record<string, string> = {}) {
  return cognito.initiateAuth({
    ClientId: of.clientId,
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME, ...more },
  });
}

function choose(Session: string | undefined, USERNAME: string, responses: Record<string, string>) {
  return cognito.respondToAuthChallenge({
    ClientId: pool.clientId,
    ChallengeName: 'SELECT_CHALLENGE',
    Session,
    ChallengeResponses: { USERNAME, ...responses },
  });
}

const byPassword = { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD };
const INCORRECT = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

test('a sign-in that prefers a password needs no choice', async () => {
  const email = await aUser(cognito, pool);
  expect((await start(pool, email, byPassword)).AuthenticationResult).toBeDefined();
  const wrong = start(pool, email, { ...byPassword, PASSWORD: 'Wrong-Horse-7' });
  await expect(wrong).rejects.toMatchObject(INCORRECT);
});

test('a sign-in that prefers SRP goes on with its challenge', async () => {
  const client = srpClient(pool.userPoolId, PASSWORD);
  const { ChallengeName, ChallengeParameters } = await start(pool, await aUser(cognito, pool), {
    PREFERRED_CHALLENGE: 'PASSWORD_SRP',
    SRP_A: client.SRP_A,
  });
  expect(ChallengeName).toBe('PASSWORD_VERIFIER');
  const { AuthenticationResult } = await cognito.respondToAuthChallenge({
    ClientId: pool.clientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: client.answer(ChallengeParameters),
  });
  expect(AuthenticationResult).toBeDefined();
});

test('without a preference the user chooses, once', async () => {
  const email = await aUser(cognito, pool);
  const { ChallengeName, AvailableChallenges, Session } = await start(pool, email);
  expect(ChallengeName).toBe('SELECT_CHALLENGE');
  expect(AvailableChallenges).toEqual(['PASSWORD', 'PASSWORD_SRP']);
  const another = choose(Session, await aUser(cognito, pool), { ANSWER: 'PASSWORD', PASSWORD });
  await expect(another).rejects.toMatchObject({ message: 'Invalid session for the user.' });
  expect((await choose(Session, email, { ANSWER: 'PASSWORD', PASSWORD })).AuthenticationResult).toBeDefined();
  const again = choose(Session, email, { ANSWER: 'PASSWORD', PASSWORD });
  await expect(again).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});

test('somebody unknown may choose as well where the client hides who exists', async () => {
  const email = anAddress();
  const { Session } = await start(pool, email);
  await expect(choose(Session, email, { ANSWER: 'PASSWORD', PASSWORD })).rejects.toMatchObject(INCORRECT);
  const open = await choicePool({}, { PreventUserExistenceErrors: 'LEGACY' });
  await expect(start(open, email)).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

test('a client without the flow, and a pool with other first factors, are refused', async () => {
  const closed = await aPool(cognito);
  await expect(start(closed, anAddress(), byPassword)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'USER_AUTH flow not enabled for this client',
  });
  const passwordless = await choicePool({
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
  });
  await expect(start(passwordless, anAddress(), byPassword)).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('EMAIL_OTP'),
  });
});
