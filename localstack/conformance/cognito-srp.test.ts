import type {
  CognitoIdentityProvider,
  InitiateAuthCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PasswordHash, User } from '../embedded/cognito/model.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import {
  anAddress,
  aPool,
  aUser,
  functionArn,
  PASSWORD,
  type Pool,
  startCognito,
  stubFunctions,
  tokensOf,
} from './cognito-fixtures.ts';
import { secretHash, srpClient, timestampOf } from './cognito-srp-client.ts';

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let pool: Pool;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  pool = await srpPool();
});

afterAll(() => aws[Symbol.asyncDispose]());

function srpPool(of = {}, client = {}): Promise<Pool> {
  return aPool(cognito, of, {
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    ...client,
  });
}

function start(of: Pool, username: string, SRP_A: string, more: Record<string, string> = {}) {
  return cognito.initiateAuth({
    ClientId: of.clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: username, SRP_A, ...more },
  });
}

function respond(of: Pool, ChallengeResponses: Record<string, string>) {
  return cognito.respondToAuthChallenge({
    ClientId: of.clientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses,
  });
}

async function signIn(of: Pool, username: string, password: string) {
  const client = srpClient(of.userPoolId, password);
  const { ChallengeParameters } = await start(of, username, client.SRP_A);
  return respond(of, client.answer(ChallengeParameters));
}

const INCORRECT = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

describe('a sign-in by SRP', () => {
  it('challenges to prove the password, and gives tokens for the proof', async () => {
    const email = await aUser(cognito, pool);
    const { Username } = await cognito.adminGetUser({ UserPoolId: pool.userPoolId, Username: email });
    const client = srpClient(pool.userPoolId, PASSWORD);
    const { ChallengeName, ChallengeParameters, Session } = await start(pool, email, client.SRP_A);
    expect(ChallengeName).toBe('PASSWORD_VERIFIER');
    expect(Session).toBeUndefined();
    expect(ChallengeParameters).toEqual({
      SALT: expect.stringMatching(/^[0-9a-f]+$/),
      SECRET_BLOCK: expect.stringMatching(/^[0-9A-Za-z+/]+=*$/),
      SRP_B: expect.stringMatching(/^[0-9a-f]{700,768}$/),
      USERNAME: Username,
      USER_ID_FOR_SRP: Username,
    });
    const { AuthenticationResult } = await respond(pool, client.answer(ChallengeParameters));
    expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
    await cognito.getUser({ AccessToken: AuthenticationResult?.AccessToken });
  });

  it('takes each answer once, and of its own client', async () => {
    const email = await aUser(cognito, pool);
    const client = srpClient(pool.userPoolId, PASSWORD);
    const { ChallengeParameters } = await start(pool, email, client.SRP_A);
    const answer = client.answer(ChallengeParameters);
    await expect(respond(await srpPool(), answer)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await respond(pool, answer);
    await expect(respond(pool, answer)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('knows each password that a user gets, and no earlier one', async () => {
    const email = await aUser(cognito, pool);
    const access = async (password: string) =>
      (await signIn(pool, email, password)).AuthenticationResult?.AccessToken;
    await cognito.changePassword({
      AccessToken: await access(PASSWORD),
      PreviousPassword: PASSWORD,
      ProposedPassword: 'Another-Horse-8',
    });
    await expect(signIn(pool, email, PASSWORD)).rejects.toMatchObject(INCORRECT);
    expect(await access('Another-Horse-8')).toBeDefined();
  });

  it('locks out who guesses, as a sign-in by password does', async () => {
    const email = await aUser(cognito, pool);
    for (let guess = 1; guess < 5; guess++) {
      await expect(signIn(pool, email, 'Wrong-Horse-7')).rejects.toMatchObject(INCORRECT);
    }
    const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' };
    await expect(signIn(pool, email, 'Wrong-Horse-7')).rejects.toMatchObject(locked);
    await expect(signIn(pool, email, PASSWORD)).rejects.toMatchObject(locked);
    await aws.context.clock.advance(1000);
    expect((await signIn(pool, email, PASSWORD)).AuthenticationResult).toBeDefined();
  });

  it('ends when nobody answers for three minutes', async () => {
    const client = srpClient(pool.userPoolId, PASSWORD);
    const { ChallengeParameters } = await start(pool, await aUser(cognito, pool), client.SRP_A);
    await aws.context.clock.advance(3 * 60_000);
    await expect(respond(pool, client.answer(ChallengeParameters))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('asks for a real password where it is temporary', async () => {
    const email = anAddress();
    await cognito.adminCreateUser({
      UserPoolId: pool.userPoolId,
      Username: email,
      TemporaryPassword: 'Temporary-Horse-1',
    });
    const { ChallengeName, Session, ChallengeParameters } = await signIn(pool, email, 'Temporary-Horse-1');
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    await cognito.respondToAuthChallenge({
      ClientId: pool.clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: {
        USERNAME: ChallengeParameters?.USER_ID_FOR_SRP ?? '',
        NEW_PASSWORD: PASSWORD,
      },
    });
    expect((await signIn(pool, email, PASSWORD)).AuthenticationResult).toBeDefined();
  });

  it('refuses who is not confirmed, after the proof', async () => {
    const email = anAddress();
    await cognito.signUp({ ClientId: pool.clientId, Username: email, Password: PASSWORD });
    await expect(signIn(pool, email, 'Wrong-Horse-7')).rejects.toMatchObject(INCORRECT);
    await expect(signIn(pool, email, PASSWORD)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
  });

  it('sets an application up where the pool requires a second factor', async () => {
    const strict = await srpPool();
    await cognito.setUserPoolMfaConfig({
      UserPoolId: strict.userPoolId,
      SoftwareTokenMfaConfiguration: { Enabled: true },
      MfaConfiguration: 'ON',
    });
    const email = await aUser(cognito, strict);
    const { ChallengeName, ChallengeParameters } = await signIn(strict, email, PASSWORD);
    expect(ChallengeName).toBe('MFA_SETUP');
    expect(ChallengeParameters?.MFAS_CAN_SETUP).toBe('["SOFTWARE_TOKEN_MFA"]');
  });

  it('is announced to the pre-authentication trigger at its start, which may refuse it', async () => {
    const asked: object[] = [];
    stubFunctions(aws.context, {
      allow(event: object) {
        asked.push(event);
        return event;
      },
      refuse() {
        throw new Error('not today');
      },
    });
    const PreAuthentication = functionArn('allow');
    const watched = await srpPool({ LambdaConfig: { PreAuthentication } });
    await start(watched, await aUser(cognito, watched), srpClient(watched.userPoolId, PASSWORD).SRP_A);
    expect(asked).toMatchObject([{ triggerSource: 'PreAuthentication_Authentication' }]);
    const closed = await srpPool({ LambdaConfig: { PreAuthentication: functionArn('refuse') } });
    await expect(start(closed, await aUser(cognito, closed), '2')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreAuthentication failed with error not today.',
    });
  });

  it('is open to clients whose flows have their old names, and so is renewal', async () => {
    const old = await srpPool({}, { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH'] });
    const { AuthenticationResult } = await signIn(old, await aUser(cognito, old), PASSWORD);
    const renewed = await cognito.initiateAuth({
      ClientId: old.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' },
    });
    expect(renewed.AuthenticationResult?.AccessToken).toBeDefined();
    const custom = await srpPool({}, { ExplicitAuthFlows: ['CUSTOM_AUTH_FLOW_ONLY'] });
    await expect(start(custom, anAddress(), '2')).rejects.toMatchObject({
      message: 'USER_SRP_AUTH is not enabled for the client.',
    });
  });

  it('is there for administrators too', async () => {
    const email = await aUser(cognito, pool);
    const client = srpClient(pool.userPoolId, PASSWORD);
    const ids = { UserPoolId: pool.userPoolId, ClientId: pool.clientId };
    const { ChallengeParameters } = await cognito.adminInitiateAuth({
      ...ids,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: email, SRP_A: client.SRP_A },
    });
    const { AuthenticationResult } = await cognito.adminRespondToAuthChallenge({
      ...ids,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: client.answer(ChallengeParameters),
    });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('signs in whoever knows the password, whatever it is, and nobody else', async () => {
    const named = await srpPool({ UsernameAttributes: [], AutoVerifiedAttributes: [] });
    const visible = fc
      .string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
      .filter((text) => /^\S+$/u.test(text));
    await fc.assert(
      fc.asyncProperty(visible, fc.uuid(), visible, async (name, unique, other) => {
        const Username = `${unique}${name}`;
        const password = `aA1!${name}`;
        fc.pre(password !== other);
        const user = { UserPoolId: named.userPoolId, Username };
        await cognito.adminCreateUser({ ...user, MessageAction: 'SUPPRESS' });
        await cognito.adminSetUserPassword({ ...user, Password: password, Permanent: true });
        expect((await signIn(named, Username, password)).AuthenticationResult).toBeDefined();
        await expect(signIn(named, Username, other)).rejects.toMatchObject(INCORRECT);
      }),
      { numRuns: 12 },
    );
  });
});

describe('a client with a secret', () => {
  it('proves it at each step: at first for the name, then for the id that it was given', async () => {
    const secretive = await srpPool({}, { GenerateSecret: true });
    const { clientId, userPoolId } = secretive;
    const { UserPoolClient } = await cognito.describeUserPoolClient({
      UserPoolId: userPoolId,
      ClientId: clientId,
    });
    const secret = UserPoolClient?.ClientSecret ?? '';
    const email = await aUser(cognito, secretive);
    const client = srpClient(userPoolId, PASSWORD);
    await expect(start(secretive, email, client.SRP_A)).rejects.toMatchObject({
      message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
    });
    const begin = async () =>
      client.answer(
        (await start(secretive, email, client.SRP_A, { SECRET_HASH: secretHash(email, clientId, secret) }))
          .ChallengeParameters,
      );
    const answer = await begin();
    const SECRET_HASH = secretHash(answer.USERNAME, clientId, secret);
    const wrong = respond(secretive, { ...answer, SECRET_HASH: secretHash('another', clientId, secret) });
    await expect(wrong).rejects.toMatchObject({
      message: `Unable to verify secret hash for client ${clientId}`,
    });
    const { AuthenticationResult } = await respond(secretive, { ...answer, SECRET_HASH });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });
});

describe('a user who does not exist', () => {
  it('is challenged as others are where the client hides who exists, always alike, and then refused', async () => {
    const email = anAddress();
    const client = srpClient(pool.userPoolId, PASSWORD);
    const { ChallengeParameters: first } = await start(pool, email, client.SRP_A);
    const { ChallengeParameters: second } = await start(pool, email, client.SRP_A);
    const { SALT, USER_ID_FOR_SRP } = first ?? {};
    expect(second).toMatchObject({ SALT, USER_ID_FOR_SRP });
    expect(USER_ID_FOR_SRP).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(second?.SRP_B).not.toBe(first?.SRP_B);
    await expect(respond(pool, client.answer(second))).rejects.toMatchObject(INCORRECT);
  });

  it('is said not to exist where the client shows it', async () => {
    const open = await srpPool({}, { PreventUserExistenceErrors: 'LEGACY' });
    await expect(signIn(open, anAddress(), PASSWORD)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });
});

describe('a password that was kept before there were verifiers', () => {
  it('is refused by name, until it has signed in as it is or was set again', async () => {
    const email = await aUser(cognito, pool);
    const users = aws.context.storage.collection<User>(`cognito/users/${pool.userPoolId}`);
    const { Username = '' } = await cognito.adminGetUser({ UserPoolId: pool.userPoolId, Username: email });
    const { password, ...user } = users.get(Username) as User;
    const { srp: _, ...before } = password as PasswordHash;
    users.set(Username, { ...user, password: before });
    await expect(signIn(pool, email, PASSWORD)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('sign in once by USER_PASSWORD_AUTH, or set the password again'),
    });
    expect((await tokensOf(cognito, pool, email)).access).not.toBe('');
    expect((await signIn(pool, email, PASSWORD)).AuthenticationResult).toBeDefined();
  });
});

describe('what is refused', () => {
  it('a client without the flow', async () => {
    const closed = await aPool(cognito);
    await expect(start(closed, 'ann', '2')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_SRP_AUTH is not enabled for the client.',
    });
  });

  it.each(['SRP_A', 'USERNAME'])('a sign-in without %s', async (name) => {
    const AuthParameters = Object.fromEntries(
      Object.entries({ USERNAME: 'ann', SRP_A: '2' }).filter(([key]) => key !== name),
    );
    const input: InitiateAuthCommandInput = {
      ClientId: pool.clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters,
    };
    await expect(cognito.initiateAuth(input)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Missing required parameter ${name}`,
    });
  });

  it('a public value that would make the secret known to everybody', async () => {
    const email = await aUser(cognito, pool);
    for (const SRP_A of ['0', '00', 'xyz', 'f'.repeat(768)]) {
      await expect(start(pool, email, SRP_A)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('a time in another form, and one whose day begins with a zero', async () => {
    const email = await aUser(cognito, pool);
    const client = srpClient(pool.userPoolId, PASSWORD);
    const begin = async () => (await start(pool, email, client.SRP_A)).ChallengeParameters;
    await expect(respond(pool, client.answer(await begin(), new Date().toISOString()))).rejects.toMatchObject(
      {
        name: 'InvalidParameterException',
        message: 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
      },
    );
    const timestamp = timestampOf(new Date(Date.UTC(2026, 3, 5))).replace(' 5 ', ' 05 ');
    await expect(respond(pool, client.answer(await begin(), timestamp))).rejects.toMatchObject(INCORRECT);
  });

  it('a device, for none is known here', async () => {
    const email = await aUser(cognito, pool);
    await expect(start(pool, email, '2', { DEVICE_KEY: 'us-east-1_abc' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
    const remembering = await srpPool({ DeviceConfiguration: { ChallengeRequiredOnNewDevice: false } });
    await expect(start(remembering, email, '2')).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('DeviceConfiguration'),
    });
  });
});
