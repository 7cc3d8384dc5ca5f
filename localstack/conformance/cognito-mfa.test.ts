import type {
  CognitoIdentityProvider,
  InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { skipElsewhere } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { aPool, aUser, PASSWORD, type Pool, signIn, startCognito, tokensOf } from './cognito-fixtures.ts';

const STEP = 30_000;

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
/** Software tokens for whoever wants them. */
let optional: Pool;
/** Software tokens for everyone. */
let required: Pool;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  optional = await mfaPool('OPTIONAL');
  required = await mfaPool('ON');
});
afterAll(() => aws[Symbol.asyncDispose]());
// Codes are good for one step early and late: each case begins with none that was used, by a clock that is moved.
beforeEach(() => skipElsewhere('a clock that can be moved'));

async function mfaPool(MfaConfiguration: 'ON' | 'OPTIONAL', client = {}): Promise<Pool> {
  const pool = await aPool(cognito, {}, client);
  await cognito.setUserPoolMfaConfig({
    UserPoolId: pool.userPoolId,
    SoftwareTokenMfaConfiguration: { Enabled: true },
    MfaConfiguration,
  });
  return pool;
}

/** What an authenticator application shows, `steps` of 30 seconds from now. */
function code(secret: string | undefined, steps = 0): string {
  return new TOTP({ secret: secret ?? '' }).generate({ timestamp: aws.context.clock.now() + steps * STEP });
}

/** Moves to a time when nothing that was shown so far is taken any more. */
const laterOn = () => aws.context.clock.advance(2 * STEP);

/** A user with a verified application, who is asked for its code. */
async function aUserWithToken(pool = optional) {
  const email = await aUser(cognito, pool);
  const { access } = await tokensOf(cognito, pool, email);
  const { SecretCode: secret = '' } = await cognito.associateSoftwareToken({ AccessToken: access });
  await cognito.verifySoftwareToken({
    AccessToken: access,
    UserCode: code(secret),
    FriendlyDeviceName: 'phone',
  });
  await cognito.setUserMFAPreference({
    AccessToken: access,
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  await laterOn();
  return { email, access, secret };
}

function answer(pool: Pool, email: string, { Session }: { Session?: string | undefined }, given: string) {
  return cognito.respondToAuthChallenge({
    ClientId: pool.clientId,
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session,
    ChallengeResponses: { USERNAME: email, SOFTWARE_TOKEN_MFA_CODE: given },
  });
}

const wrong = (secret: string) => {
  const taken = [-1, 0, 1].map((steps) => code(secret, steps));
  return ['000000', '111111', '222222', '333333'].find((candidate) => !taken.includes(candidate)) ?? '';
};

const MISMATCH = { name: 'CodeMismatchException', message: 'Invalid code received for user' };
const USED = { name: 'ExpiredCodeException', message: 'Your software token has already been used once.' };

describe('setting an application up', () => {
  it('gives a secret in Base32, which is good after its first code', async () => {
    const email = await aUser(cognito, optional);
    const { access } = await tokensOf(cognito, optional, email);
    const { SecretCode } = await cognito.associateSoftwareToken({ AccessToken: access });
    expect(SecretCode).toMatch(/^[A-Z2-7]{32,}$/);
    const verified = await cognito.verifySoftwareToken({ AccessToken: access, UserCode: code(SecretCode) });
    expect(verified.Status).toBe('SUCCESS');
  });

  it('refuses a wrong code, and takes the right one afterwards', async () => {
    const { access } = await tokensOf(cognito, optional, await aUser(cognito, optional));
    const { SecretCode = '' } = await cognito.associateSoftwareToken({ AccessToken: access });
    await expect(
      cognito.verifySoftwareToken({ AccessToken: access, UserCode: wrong(SecretCode) }),
    ).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
      message: 'Code mismatch and fail enable Software Token MFA',
    });
    const verified = await cognito.verifySoftwareToken({ AccessToken: access, UserCode: code(SecretCode) });
    expect(verified.Status).toBe('SUCCESS');
  });

  it('changes nothing at sign-in until the user prefers it', async () => {
    const email = await aUser(cognito, optional);
    const { access } = await tokensOf(cognito, optional, email);
    const { SecretCode } = await cognito.associateSoftwareToken({ AccessToken: access });
    await cognito.verifySoftwareToken({ AccessToken: access, UserCode: code(SecretCode) });
    expect((await signIn(cognito, optional, email)).AuthenticationResult).toBeDefined();
    expect(await cognito.getUser({ AccessToken: access })).not.toHaveProperty('UserMFASettingList');
  });

  it('keeps the application in use until another has shown its code', async () => {
    const { email, access, secret } = await aUserWithToken();
    const { SecretCode: next } = await cognito.associateSoftwareToken({ AccessToken: access });
    const challenge = await signIn(cognito, optional, email);
    await expect(answer(optional, email, challenge, code(next))).rejects.toMatchObject(MISMATCH);
    expect((await answer(optional, email, challenge, code(secret))).AuthenticationResult).toBeDefined();
    await cognito.verifySoftwareToken({ AccessToken: access, UserCode: code(next) });
    await laterOn();
    const again = await signIn(cognito, optional, email);
    await expect(answer(optional, email, again, code(secret))).rejects.toMatchObject(MISMATCH);
    expect((await answer(optional, email, again, code(next))).AuthenticationResult).toBeDefined();
  });

  it('is not there in a pool without software tokens', async () => {
    const pool = await aPool(cognito);
    const { access } = await tokensOf(cognito, pool, await aUser(cognito, pool));
    await expect(cognito.associateSoftwareToken({ AccessToken: access })).rejects.toMatchObject({
      name: 'SoftwareTokenMFANotFoundException',
      message: 'Software Token MFA has not been enabled by the userPool.',
    });
  });

  it('takes an access token or a session, not both and not neither', async () => {
    const { access } = await tokensOf(cognito, optional, await aUser(cognito, optional));
    const Session = 'a-session-that-is-long-enough';
    for (const input of [{}, { AccessToken: access, Session }]) {
      await expect(cognito.associateSoftwareToken(input)).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
    await expect(cognito.associateSoftwareToken({ AccessToken: 'nothing' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

describe('the preference', () => {
  it('is shown to the user and to administrators', async () => {
    const { email, access } = await aUserWithToken();
    const shown = { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'], PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' };
    expect(await cognito.getUser({ AccessToken: access })).toMatchObject(shown);
    expect(await cognito.adminGetUser({ UserPoolId: optional.userPoolId, Username: email })).toMatchObject(
      shown,
    );
  });

  it.each(['the user', 'an administrator'])('is taken back by %s', async (by) => {
    const { email, access } = await aUserWithToken();
    const SoftwareTokenMfaSettings = { Enabled: false };
    if (by === 'the user')
      await cognito.setUserMFAPreference({ AccessToken: access, SoftwareTokenMfaSettings });
    else {
      await cognito.adminSetUserMFAPreference({
        UserPoolId: optional.userPoolId,
        Username: email,
        SoftwareTokenMfaSettings,
      });
    }
    expect((await signIn(cognito, optional, email)).AuthenticationResult).toBeDefined();
    const user = await cognito.getUser({ AccessToken: access });
    expect([user.UserMFASettingList, user.PreferredMfaSetting]).toEqual([undefined, undefined]);
  });

  it('needs an application that was verified', async () => {
    const { access } = await tokensOf(cognito, optional, await aUser(cognito, optional));
    await cognito.associateSoftwareToken({ AccessToken: access });
    await expect(
      cognito.setUserMFAPreference({ AccessToken: access, SoftwareTokenMfaSettings: { Enabled: true } }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User has not verified software token mfa',
    });
  });

  it('for a factor that is not there is refused by name', async () => {
    const { access } = await aUserWithToken();
    await expect(
      cognito.setUserMFAPreference({ AccessToken: access, SMSMfaSettings: { Enabled: true } }),
    ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('SMSMfaSettings') });
    await cognito.setUserMFAPreference({ AccessToken: access, SMSMfaSettings: { Enabled: false } });
  });
});

describe('signing in with an application', () => {
  it('asks for its code, and gives tokens for it', async () => {
    const { email, secret } = await aUserWithToken();
    const challenge = await signIn(cognito, optional, email);
    const { Username } = await cognito.adminGetUser({ UserPoolId: optional.userPoolId, Username: email });
    expect(challenge).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session: expect.any(String),
      ChallengeParameters: { USER_ID_FOR_SRP: Username, FRIENDLY_DEVICE_NAME: 'phone' },
    });
    expect(challenge).not.toHaveProperty('AuthenticationResult');
    const { AuthenticationResult } = await answer(optional, email, challenge, code(secret));
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '')).toMatchObject({ username: Username });
    const renewed = await cognito.initiateAuth({
      ClientId: optional.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' },
    });
    expect(renewed.AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('asks only those whose password is right', async () => {
    const { email } = await aUserWithToken();
    await expect(signIn(cognito, optional, email, 'Wrong-Horse-7')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('works for administrators alike', async () => {
    const { email, secret } = await aUserWithToken();
    const names = { UserPoolId: optional.userPoolId, ClientId: optional.clientId };
    const challenge = await cognito.adminInitiateAuth({
      ...names,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD },
    });
    expect(challenge.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const { AuthenticationResult } = await cognito.adminRespondToAuthChallenge({
      ...names,
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session: challenge.Session,
      ChallengeResponses: { USERNAME: email, SOFTWARE_TOKEN_MFA_CODE: code(secret) },
    });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it.each([
    [-2, MISMATCH],
    [-1, 'taken'],
    [0, 'taken'],
    [1, 'taken'],
    [2, MISMATCH],
  ])('with a code of %i steps from now', async (steps, outcome) => {
    const { email, secret } = await aUserWithToken();
    await laterOn();
    const given = answer(optional, email, await signIn(cognito, optional, email), code(secret, steps));
    if (outcome === 'taken') expect((await given).AuthenticationResult).toBeDefined();
    else await expect(given).rejects.toMatchObject(outcome as typeof MISMATCH);
  });

  it('takes no code twice, in whatever sign-in', async () => {
    const { email, secret } = await aUserWithToken();
    const [one, two] = [await signIn(cognito, optional, email), await signIn(cognito, optional, email)];
    const shown = code(secret);
    await answer(optional, email, one, shown);
    await expect(answer(optional, email, two, shown)).rejects.toMatchObject(USED);
    expect((await answer(optional, email, two, code(secret, 1))).AuthenticationResult).toBeDefined();
  });

  it('lets one of many answers at once succeed', async () => {
    const { email, secret } = await aUserWithToken();
    const challenges = await Promise.all(Array.from({ length: 5 }, () => signIn(cognito, optional, email)));
    const outcomes = await Promise.allSettled(
      challenges.map((challenge) => answer(optional, email, challenge, code(secret))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('does not take the code that verified the application', async () => {
    const email = await aUser(cognito, optional);
    const { access } = await tokensOf(cognito, optional, email);
    const { SecretCode } = await cognito.associateSoftwareToken({ AccessToken: access });
    await cognito.verifySoftwareToken({ AccessToken: access, UserCode: code(SecretCode) });
    await cognito.setUserMFAPreference({ AccessToken: access, SoftwareTokenMfaSettings: { Enabled: true } });
    const challenge = await signIn(cognito, optional, email);
    await expect(answer(optional, email, challenge, code(SecretCode))).rejects.toMatchObject(USED);
  });

  it('has to start anew after five wrong codes', async () => {
    const { email, secret } = await aUserWithToken();
    const challenge = await signIn(cognito, optional, email);
    for (let attempt = 1; attempt <= 5; attempt++) {
      await expect(answer(optional, email, challenge, wrong(secret))).rejects.toMatchObject(MISMATCH);
    }
    await expect(answer(optional, email, challenge, code(secret))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('has to start anew after the three minutes of a session, and after an answer that was right', async () => {
    const { email, secret } = await aUserWithToken();
    const slow = await signIn(cognito, optional, email);
    await aws.context.clock.advance(180_000);
    const ended = {
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    };
    await expect(answer(optional, email, slow, code(secret))).rejects.toMatchObject(ended);
    const quick = await signIn(cognito, optional, email);
    await answer(optional, email, quick, code(secret));
    await expect(answer(optional, email, quick, code(secret, 1))).rejects.toMatchObject(ended);
  });

  it('gives nothing to the session of another user', async () => {
    const [mine, theirs] = [await aUserWithToken(), await aUserWithToken()];
    const challenge = await signIn(cognito, optional, mine.email);
    await expect(answer(optional, theirs.email, challenge, code(theirs.secret))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('gives nothing to a session of another challenge', async () => {
    const { email } = await aUserWithToken();
    const { Session } = await signIn(cognito, optional, email);
    await expect(
      cognito.respondToAuthChallenge({
        ClientId: optional.clientId,
        ChallengeName: 'MFA_SETUP',
        Session,
        ChallengeResponses: { USERNAME: email },
      }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Invalid session for the user.' });
    await expect(cognito.associateSoftwareToken({ Session })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
  });

  it('is over for a user who was disabled meanwhile', async () => {
    const { email, secret } = await aUserWithToken();
    const challenge = await signIn(cognito, optional, email);
    await cognito.adminDisableUser({ UserPoolId: optional.userPoolId, Username: email });
    await expect(answer(optional, email, challenge, code(secret))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
  });
});

describe('a pool that requires a second factor', () => {
  const setUp = (email: string, { Session }: { Session?: string | undefined }) =>
    cognito.respondToAuthChallenge({
      ClientId: required.clientId,
      ChallengeName: 'MFA_SETUP',
      Session,
      ChallengeResponses: { USERNAME: email },
    });

  function isSetup(challenge: InitiateAuthCommandOutput) {
    expect(challenge).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
    expect(challenge).not.toHaveProperty('AuthenticationResult');
  }

  it('has it set up at sign-in, and asks for it from then on', async () => {
    const email = await aUser(cognito, required);
    const challenge = await signIn(cognito, required, email);
    isSetup(challenge);
    const { SecretCode, Session } = await cognito.associateSoftwareToken({ Session: challenge.Session });
    const verified = await cognito.verifySoftwareToken({ Session, UserCode: code(SecretCode) });
    const { AuthenticationResult } = await setUp(email, verified);
    expect(await cognito.getUser({ AccessToken: AuthenticationResult?.AccessToken })).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
    await laterOn();
    const next = await signIn(cognito, required, email);
    expect(next.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect((await answer(required, email, next, code(SecretCode))).AuthenticationResult).toBeDefined();
  });

  it('gives no tokens before the application has shown a code', async () => {
    const email = await aUser(cognito, required);
    const challenge = await signIn(cognito, required, email);
    const { Session } = await cognito.associateSoftwareToken({ Session: challenge.Session });
    await expect(cognito.verifySoftwareToken({ Session, UserCode: '12345' })).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    await expect(setUp(email, { Session })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
  });

  it('lets no second sign-in by password replace the application of the first', async () => {
    const email = await aUser(cognito, required);
    const [first, second] = [await signIn(cognito, required, email), await signIn(cognito, required, email)];
    const { SecretCode, Session } = await cognito.associateSoftwareToken({ Session: first.Session });
    await cognito.verifySoftwareToken({ Session, UserCode: code(SecretCode) });
    await expect(cognito.associateSoftwareToken({ Session: second.Session })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(setUp(email, second)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('asks for it after a temporary password was replaced', async () => {
    const email = await aUser(cognito, required);
    await cognito.adminSetUserPassword({
      UserPoolId: required.userPoolId,
      Username: email,
      Password: PASSWORD,
      Permanent: false,
    });
    const { ChallengeName, Session } = await signIn(cognito, required, email);
    isSetup(
      await cognito.respondToAuthChallenge({
        ClientId: required.clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: email, NEW_PASSWORD: 'Another-Horse-7' },
      }),
    );
  });

  it('asks whoever took their preference back all the same', async () => {
    const email = await aUser(cognito, required);
    const challenge = await signIn(cognito, required, email);
    const { SecretCode, Session } = await cognito.associateSoftwareToken({ Session: challenge.Session });
    await cognito.verifySoftwareToken({ Session, UserCode: code(SecretCode) });
    await cognito.adminSetUserMFAPreference({
      UserPoolId: required.userPoolId,
      Username: email,
      SoftwareTokenMfaSettings: { Enabled: false },
    });
    expect((await signIn(cognito, required, email)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });
});
