import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StartedEmbedded } from '../testing/embedded.ts';
import {
  anAddress,
  aPool,
  codeFor,
  functionArn,
  PASSWORD,
  type Pool,
  type StubFunction,
  signIn,
  startCognito,
  stubFunctions,
} from './cognito-fixtures.ts';

interface TriggerEvent {
  readonly triggerSource: string;
  readonly userName: string;
  readonly callerContext: { readonly clientId: string };
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> };
}

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let events: TriggerEvent[];
/** How often a function was called that counts it. */
let calls = 0;
const functions: Record<string, StubFunction> = {
  record(event: TriggerEvent) {
    events.push(event);
    return event;
  },
  refuse() {
    throw new Error('not one of us');
  },
  nonsense: () => 'nonsense',
  hang() {
    calls += 1;
    return new Promise(() => {});
  },
  slowAtFirst(event: TriggerEvent) {
    calls += 1;
    return calls === 1 ? new Promise(() => {}) : event;
  },
  failing() {
    calls += 1;
    throw new Error('never');
  },
  verifyAlone: (event: TriggerEvent) => ({ ...event, response: { autoVerifyEmail: true } }),
  verifyPhone: (event: TriggerEvent) => ({
    ...event,
    response: { autoConfirmUser: true, autoVerifyPhone: true },
  }),
  autoConfirm: (event: TriggerEvent) => ({
    ...event,
    response: { autoConfirmUser: true, autoVerifyEmail: true },
  }),
  claimsV2: (event: TriggerEvent) => ({
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: {
          claimsToAddOrOverride: { department: 'finance', sub: 'somebody else' },
          scopesToAdd: ['expenses/write'],
        },
        groupOverrideDetails: { groupsToOverride: ['manager', 'finance'] },
      },
    },
  }),
};

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  stubFunctions(aws.context, functions);
  events = [];
});

afterAll(() => aws[Symbol.asyncDispose]());

function poolWith(config: Record<string, string>): Promise<Pool> {
  const arns = Object.entries(config).map(([trigger, name]) => [trigger, functionArn(name)]);
  return aPool(cognito, { LambdaConfig: Object.fromEntries(arns) });
}

async function signUp(pool: Pool): Promise<string> {
  const email = anAddress();
  await cognito.signUp({
    ClientId: pool.clientId,
    Username: email,
    Password: PASSWORD,
    ClientMetadata: { channel: 'web' },
  });
  return email;
}

async function confirm(pool: Pool, email: string) {
  const ConfirmationCode = await codeFor(aws, pool, email);
  return cognito.confirmSignUp({ ClientId: pool.clientId, Username: email, ConfirmationCode });
}

describe('the post-confirmation trigger', () => {
  it('gets the event of AWS, once, when a user confirms', async () => {
    const pool = await poolWith({ PostConfirmation: 'record' });
    const email = await signUp(pool);
    events = [];
    await confirm(pool, email);
    const { Username } = await cognito.adminGetUser({ UserPoolId: pool.userPoolId, Username: email });
    expect(events).toEqual([
      {
        version: '1',
        region: 'us-east-1',
        userPoolId: pool.userPoolId,
        userName: Username,
        callerContext: { awsSdkVersion: expect.any(String), clientId: pool.clientId },
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        request: {
          userAttributes: {
            sub: Username,
            'cognito:user_status': 'CONFIRMED',
            email,
            email_verified: 'true',
          },
        },
        response: {},
      },
    ]);
  });

  it('fires when an administrator confirms, and not when one creates', async () => {
    const pool = await poolWith({ PostConfirmation: 'record' });
    const email = await signUp(pool);
    events = [];
    await cognito.adminCreateUser({ UserPoolId: pool.userPoolId, Username: anAddress() });
    expect(events).toEqual([]);
    await cognito.adminConfirmSignUp({ UserPoolId: pool.userPoolId, Username: email });
    expect(events).toMatchObject([
      {
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      },
    ]);
  });

  it('fires under another name when a forgotten password is replaced', async () => {
    const pool = await poolWith({ PostConfirmation: 'record' });
    const email = await signUp(pool);
    await confirm(pool, email);
    await cognito.forgotPassword({ ClientId: pool.clientId, Username: email });
    events = [];
    await cognito.confirmForgotPassword({
      ClientId: pool.clientId,
      Username: email,
      ConfirmationCode: await codeFor(aws, pool, email),
      Password: 'Another-Horse-8',
    });
    expect(events).toMatchObject([{ triggerSource: 'PostConfirmation_ConfirmForgotPassword' }]);
  });

  it('reports its failure, and leaves the user confirmed', async () => {
    const pool = await poolWith({ PostConfirmation: 'refuse' });
    const email = await signUp(pool);
    await expect(confirm(pool, email)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed with error not one of us.',
    });
    expect((await signIn(cognito, pool, email)).AuthenticationResult).toBeDefined();
  });

  it('is given five seconds, three times', async () => {
    calls = 0;
    const pool = await poolWith({ PostConfirmation: 'hang' });
    const email = await signUp(pool);
    const confirming = confirm(pool, email).catch((error: Error) => error);
    await expect.poll(() => calls).toBe(1);
    await aws.context.clock.advance(4000);
    expect(calls).toBe(1);
    await aws.context.clock.advance(1000);
    expect(calls).toBe(2);
    await aws.context.clock.advance(5000);
    expect(calls).toBe(3);
    await aws.context.clock.advance(5000);
    expect(await confirming).toMatchObject({
      name: 'UnexpectedLambdaException',
      message:
        'PostConfirmation invocation failed due to error Socket timeout while invoking Lambda function.',
    });
    expect(calls).toBe(3);
  });

  it('may answer at a later try', async () => {
    calls = 0;
    const pool = await poolWith({ PostConfirmation: 'slowAtFirst' });
    const confirming = confirm(pool, await signUp(pool));
    await expect.poll(() => calls).toBe(1);
    await aws.context.clock.advance(5000);
    await confirming;
    expect(calls).toBe(2);
  });

  it('is called once where it fails', async () => {
    calls = 0;
    const pool = await poolWith({ PostConfirmation: 'failing' });
    await expect(confirm(pool, await signUp(pool))).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
    });
    expect(calls).toBe(1);
  });
});

describe('the pre-sign-up trigger', () => {
  it('refuses a user, of whom nothing is kept', async () => {
    const pool = await poolWith({ PreSignUp: 'refuse' });
    await expect(signUp(pool)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error not one of us.',
    });
    expect((await cognito.listUsers({ UserPoolId: pool.userPoolId })).Users).toEqual([]);
  });

  it('confirms and verifies a user at once, who is then announced', async () => {
    const pool = await poolWith({ PreSignUp: 'autoConfirm', PostConfirmation: 'record' });
    events = [];
    const email = await signUp(pool);
    expect(events).toMatchObject([
      {
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        request: { userAttributes: { email_verified: 'true' } },
      },
    ]);
    expect((await signIn(cognito, pool, email)).AuthenticationResult).toBeDefined();
  });

  it('verifies an address with the confirmation only, and only one that is there', async () => {
    const alone = await poolWith({ PreSignUp: 'verifyAlone' });
    await expect(signUp(alone)).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Phone or email cannot be auto verified, when user is not being auto confirmed.',
    });
    expect((await cognito.listUsers({ UserPoolId: alone.userPoolId })).Users).toEqual([]);
    await expect(signUp(await poolWith({ PreSignUp: 'verifyPhone' }))).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: expect.stringContaining('phone_number'),
    });
  });

  it('is asked when an administrator creates too, by its own name; it may refuse, and its flags count nothing', async () => {
    const asked = await poolWith({ PreSignUp: 'record' });
    const email = anAddress();
    events = [];
    await cognito.adminCreateUser({
      UserPoolId: asked.userPoolId,
      Username: email,
      UserAttributes: [{ Name: 'email', Value: email }],
    });
    expect(events).toMatchObject([
      {
        triggerSource: 'PreSignUp_AdminCreateUser',
        callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
        request: { userAttributes: { email, 'cognito:user_status': 'FORCE_CHANGE_PASSWORD' } },
      },
    ]);
    const confirming = await poolWith({ PreSignUp: 'autoConfirm' });
    const { User } = await cognito.adminCreateUser({
      UserPoolId: confirming.userPoolId,
      Username: anAddress(),
    });
    expect(User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
    expect(User?.Attributes?.map(({ Name }) => Name)).not.toContain('email_verified');
    const refusing = await poolWith({ PreSignUp: 'refuse' });
    const creating = cognito.adminCreateUser({ UserPoolId: refusing.userPoolId, Username: anAddress() });
    await expect(creating).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
  });

  it('must answer an event', async () => {
    await expect(signUp(await poolWith({ PreSignUp: 'nonsense' }))).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    });
  });

  it('must be there', async () => {
    await expect(signUp(await poolWith({ PreSignUp: 'missing' }))).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
    });
  });
});

describe('the pre-token-generation trigger', () => {
  it('adds claims, scopes and groups, but never touches who the user is', async () => {
    const pool = await aPool(cognito, {
      LambdaConfig: {
        PreSignUp: functionArn('autoConfirm'),
        PreTokenGenerationConfig: { LambdaArn: functionArn('claimsV2'), LambdaVersion: 'V2_0' },
      },
    });
    const email = await signUp(pool);
    const { AuthenticationResult } = await signIn(cognito, pool, email);
    const { Username } = await cognito.adminGetUser({ UserPoolId: pool.userPoolId, Username: email });
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '')).toMatchObject({
      sub: Username,
      department: 'finance',
      scope: 'aws.cognito.signin.user.admin expenses/write',
      'cognito:groups': ['manager', 'finance'],
    });
  });
});
