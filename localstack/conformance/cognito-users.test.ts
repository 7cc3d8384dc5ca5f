import { createHmac } from 'node:crypto';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StartedEmbedded } from '../testing/embedded.ts';
import {
  anAddress,
  aPool,
  aUser,
  codeFor,
  PASSWORD,
  type Pool,
  signIn,
  startCognito,
  tokensOf,
} from './cognito-fixtures.ts';

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let pool: Pool;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  pool = await aPool(cognito);
});

afterAll(() => aws[Symbol.asyncDispose]());

function signUp(email: string, password = PASSWORD, to = pool) {
  return cognito.signUp({ ClientId: to.clientId, Username: email, Password: password });
}

function confirm(email: string, code: string, to = pool) {
  return cognito.confirmSignUp({ ClientId: to.clientId, Username: email, ConfirmationCode: code });
}

describe('signing up', () => {
  it('makes an unconfirmed user, who may sign in once the mailed code is given back', async () => {
    const email = anAddress();
    const { UserConfirmed, UserSub, CodeDeliveryDetails } = await signUp(email);
    expect(UserConfirmed).toBe(false);
    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: `${email.charAt(0)}***@e***`,
    });
    await expect(signIn(cognito, pool, email)).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
    await confirm(email, await codeFor(aws, pool, email));
    expect((await tokensOf(cognito, pool, email)).claims.sub).toBe(UserSub);
  });

  it('lets exactly one of a hundred take a name', async () => {
    const email = anAddress();
    const attempts = await Promise.allSettled(Array.from({ length: 100 }, () => signUp(email)));
    const refused = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(attempts.length - refused.length).toBe(1);
    expect(new Set(refused.map(({ reason }) => reason.name))).toEqual(new Set(['UsernameExistsException']));
    const { Users } = await cognito.listUsers({ UserPoolId: pool.userPoolId, Filter: `email = "${email}"` });
    expect(Users).toHaveLength(1);
  });

  it.each([
    ['Short-1', 'Password not long enough'],
    ['lower-case-1', 'Password must have uppercase characters'],
    ['UPPER-CASE-1', 'Password must have lowercase characters'],
    ['No-Numbers', 'Password must have numeric characters'],
    ['NoSymbols1', 'Password must have symbol characters'],
  ])('refuses the password %s: %s', async (password, reason) => {
    await expect(signUp(anAddress(), password)).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${reason}`,
    });
  });

  it('wants an email address where that is the username', async () => {
    await expect(signUp('ann')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Username should be an email.',
    });
  });

  it('is for administrators only where the pool says so', async () => {
    const closed = await aPool(cognito, { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    await expect(signUp(anAddress(), PASSWORD, closed)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'SignUp is not permitted for this user pool',
    });
  });

  it('names the attributes that are missing or unknown', async () => {
    const strict = await aPool(cognito, { Schema: [{ Name: 'given_name', Required: true }] });
    await expect(signUp(anAddress(), PASSWORD, strict)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('given_name: The attribute is required'),
    });
    const unknown = cognito.signUp({
      ClientId: pool.clientId,
      Username: anAddress(),
      Password: PASSWORD,
      UserAttributes: [{ Name: 'custom:nothing', Value: '1' }],
    });
    await expect(unknown).rejects.toMatchObject({
      message: expect.stringContaining('custom:nothing: Attribute does not exist in the schema.'),
    });
  });

  it('refuses wrong codes, and after five of them the right one', async () => {
    const email = anAddress();
    await signUp(email);
    const code = await codeFor(aws, pool, email);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt++) {
      await expect(confirm(email, wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await expect(confirm(email, code)).rejects.toMatchObject({ name: 'TooManyFailedAttemptsException' });
    await cognito.resendConfirmationCode({ ClientId: pool.clientId, Username: email });
    await confirm(email, await codeFor(aws, pool, email));
  });

  it('refuses a code after a day', async () => {
    const email = anAddress();
    await signUp(email);
    const code = await codeFor(aws, pool, email);
    await aws.context.clock.advance(24 * 3_600_000);
    await expect(confirm(email, code)).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
  });

  it('is confirmed once', async () => {
    const email = anAddress();
    await signUp(email);
    await cognito.adminConfirmSignUp({ UserPoolId: pool.userPoolId, Username: email });
    await expect(confirm(email, '123456')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  it('never gives a user the name by which another is known', async () => {
    const plain = await aPool(cognito, { UsernameAttributes: [], AutoVerifiedAttributes: [] });
    const { UserSub = '' } = await signUp('ann', PASSWORD, plain);
    await expect(signUp(UserSub, PASSWORD, plain)).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });

  it('keeps only a salted hash of the password', async () => {
    const first = anAddress();
    const second = anAddress();
    await Promise.all([signUp(first), signUp(second)]);
    const kept = [...aws.context.storage.collection<object>(`cognito/users/${pool.userPoolId}`).values()];
    const text = JSON.stringify(kept);
    expect(text).not.toContain(PASSWORD);
    const hashes = kept.map((user) => JSON.stringify((user as { password?: object }).password));
    expect(new Set(hashes).size).toBe(kept.length);
  });
});

describe('a client with a secret', () => {
  it('must be proved by the secret hash', async () => {
    const secretive = await aPool(cognito, {}, { GenerateSecret: true });
    const { UserPoolClient } = await cognito.describeUserPoolClient({
      UserPoolId: secretive.userPoolId,
      ClientId: secretive.clientId,
    });
    const email = anAddress();
    const attempt = (SecretHash?: string) =>
      cognito.signUp({ ClientId: secretive.clientId, Username: email, Password: PASSWORD, SecretHash });
    await expect(attempt()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Client ${secretive.clientId} is configured with secret but SECRET_HASH was not received`,
    });
    await expect(attempt('bm90IGl0')).rejects.toMatchObject({
      message: `Unable to verify secret hash for client ${secretive.clientId}`,
    });
    const hash = createHmac('sha256', UserPoolClient?.ClientSecret ?? '').update(email + secretive.clientId);
    expect((await attempt(hash.digest('base64'))).UserSub).toBeDefined();
  });
});

describe('users made by administrators', () => {
  it('must choose a password of their own at first sign-in', async () => {
    const email = anAddress();
    const { User } = await cognito.adminCreateUser({
      UserPoolId: pool.userPoolId,
      Username: email,
      TemporaryPassword: 'Temporary-1',
    });
    expect(User).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD', Enabled: true });
    const challenge = await signIn(cognito, pool, email, 'Temporary-1');
    expect(challenge.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(challenge.AuthenticationResult).toBeUndefined();
    const respond = (password: string) =>
      cognito.respondToAuthChallenge({
        ClientId: pool.clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: challenge.Session,
        ChallengeResponses: { USERNAME: email, NEW_PASSWORD: password },
      });
    await expect(respond('weak')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    expect((await respond(PASSWORD)).AuthenticationResult?.AccessToken).toBeDefined();
    await expect(respond(PASSWORD)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await signIn(cognito, pool, email)).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  it('have three minutes to choose it', async () => {
    const email = anAddress();
    await cognito.adminCreateUser({
      UserPoolId: pool.userPoolId,
      Username: email,
      TemporaryPassword: 'Temporary-1',
    });
    const { Session } = await signIn(cognito, pool, email, 'Temporary-1');
    await aws.context.clock.advance(3 * 60_000);
    const respond = cognito.respondToAuthChallenge({
      ClientId: pool.clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: { USERNAME: email, NEW_PASSWORD: PASSWORD },
    });
    await expect(respond).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
  });

  it('cannot use a temporary password after its days', async () => {
    const email = anAddress();
    await cognito.adminCreateUser({
      UserPoolId: pool.userPoolId,
      Username: email,
      TemporaryPassword: 'Temporary-1',
    });
    await aws.context.clock.advance(7 * 86_400_000);
    await expect(signIn(cognito, pool, email, 'Temporary-1')).rejects.toMatchObject({
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
  });

  it('are invited with a temporary password, unless that is suppressed', async () => {
    const invited = anAddress();
    const silent = anAddress();
    await cognito.adminCreateUser({ UserPoolId: pool.userPoolId, Username: invited });
    await cognito.adminCreateUser({
      UserPoolId: pool.userPoolId,
      Username: silent,
      MessageAction: 'SUPPRESS',
    });
    expect(await codeFor(aws, pool, silent)).toBe('no code');
    const challenge = await signIn(cognito, pool, invited, await codeFor(aws, pool, invited));
    expect(challenge.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('exist once, whoever else asks for the address', async () => {
    const email = await aUser(cognito, pool);
    await expect(
      cognito.adminCreateUser({ UserPoolId: pool.userPoolId, Username: email }),
    ).rejects.toMatchObject({ name: 'UsernameExistsException' });
    await expect(signUp(email)).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });

  it('are shown by address and by sub', async () => {
    const email = await aUser(cognito, pool);
    const byEmail = await cognito.adminGetUser({ UserPoolId: pool.userPoolId, Username: email });
    const bySub = await cognito.adminGetUser({ UserPoolId: pool.userPoolId, Username: byEmail.Username });
    expect(bySub.UserAttributes).toEqual(byEmail.UserAttributes);
    expect(byEmail).toMatchObject({ UserStatus: 'CONFIRMED', Enabled: true });
  });

  it('cannot sign in while disabled', async () => {
    const email = await aUser(cognito, pool);
    const key = { UserPoolId: pool.userPoolId, Username: email };
    await cognito.adminDisableUser(key);
    await expect(signIn(cognito, pool, email)).rejects.toMatchObject({ message: 'User is disabled.' });
    await cognito.adminEnableUser(key);
    expect((await signIn(cognito, pool, email)).AuthenticationResult).toBeDefined();
  });

  it('are gone once deleted', async () => {
    const email = await aUser(cognito, pool);
    const key = { UserPoolId: pool.userPoolId, Username: email };
    await cognito.adminDeleteUser(key);
    await expect(cognito.adminGetUser(key)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
    await signUp(email);
  });
});

describe('attributes', () => {
  it('are unverified again once changed by their owner', async () => {
    const email = await aUser(cognito, pool);
    const { access } = await tokensOf(cognito, pool, email);
    const moved = anAddress();
    await cognito.updateUserAttributes({
      AccessToken: access,
      UserAttributes: [{ Name: 'email', Value: moved }],
    });
    const attributes = async () => {
      const { UserAttributes = [] } = await cognito.getUser({ AccessToken: access });
      return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
    };
    expect(await attributes()).toMatchObject({ email: moved, email_verified: 'false' });
    await cognito.verifyUserAttribute({
      AccessToken: access,
      AttributeName: 'email',
      Code: await codeFor(aws, pool, moved),
    });
    expect(await attributes()).toMatchObject({ email_verified: 'true' });
    expect((await signIn(cognito, pool, moved)).AuthenticationResult).toBeDefined();
  });

  it('never give two users one address', async () => {
    const taken = await aUser(cognito, pool);
    const email = await aUser(cognito, pool);
    const update = cognito.adminUpdateUserAttributes({
      UserPoolId: pool.userPoolId,
      Username: email,
      UserAttributes: [{ Name: 'email', Value: taken }],
    });
    await expect(update).rejects.toMatchObject({ name: 'AliasExistsException' });
  });
});

describe('a forgotten password', () => {
  it('is replaced by whoever has the mailed code', async () => {
    const email = await aUser(cognito, pool);
    await cognito.forgotPassword({ ClientId: pool.clientId, Username: email });
    const reset = (ConfirmationCode: string) =>
      cognito.confirmForgotPassword({
        ClientId: pool.clientId,
        Username: email,
        ConfirmationCode,
        Password: 'Another-Horse-8',
      });
    const code = await codeFor(aws, pool, email);
    await expect(reset(code === '000000' ? '000001' : '000000')).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await reset(code);
    await expect(reset(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    await expect(signIn(cognito, pool, email)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await signIn(cognito, pool, email, 'Another-Horse-8')).AuthenticationResult).toBeDefined();
  });

  it('does not tell who exists, where the client hides it', async () => {
    const { CodeDeliveryDetails } = await cognito.forgotPassword({
      ClientId: pool.clientId,
      Username: anAddress(),
    });
    expect(CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
    const open = await aPool(cognito, {}, { PreventUserExistenceErrors: 'LEGACY' });
    await expect(
      cognito.forgotPassword({ ClientId: open.clientId, Username: anAddress() }),
    ).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('may be changed by whoever knows it', async () => {
    const email = await aUser(cognito, pool);
    const { access } = await tokensOf(cognito, pool, email);
    const change = (PreviousPassword: string) =>
      cognito.changePassword({ AccessToken: access, PreviousPassword, ProposedPassword: 'Another-Horse-8' });
    await expect(change('Wrong-Horse-7')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await change(PASSWORD);
    expect((await signIn(cognito, pool, email, 'Another-Horse-8')).AuthenticationResult).toBeDefined();
  });
});

describe('listing users', () => {
  it('filters by an attribute, exactly or by its beginning, and pages', async () => {
    const own = await aPool(cognito);
    const emails = await Promise.all(Array.from({ length: 5 }, () => aUser(cognito, own)));
    const email = emails[2] ?? '';
    const list = (input: object) => cognito.listUsers({ UserPoolId: own.userPoolId, ...input });
    expect((await list({ Filter: `email = "${email}"` })).Users).toHaveLength(1);
    expect((await list({ Filter: `email ^= "${email.slice(0, 20)}"` })).Users).toHaveLength(1);
    expect((await list({ Filter: 'cognito:user_status = "CONFIRMED"' })).Users).toHaveLength(5);
    const seen: (string | undefined)[] = [];
    for (let token: string | undefined, first = true; first || token; first = false) {
      const page = await list({ Limit: 2, PaginationToken: token });
      seen.push(...(page.Users ?? []).map(({ Username }) => Username));
      token = page.PaginationToken;
    }
    expect(new Set(seen).size).toBe(5);
  });

  it('refuses a filter it cannot read', async () => {
    const list = cognito.listUsers({ UserPoolId: pool.userPoolId, Filter: 'email == 1' });
    await expect(list).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
