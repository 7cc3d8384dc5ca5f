import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, getCurrentUser, signIn, signOut } from 'aws-amplify/auth';
import { decodeJwt } from 'jose';
import { TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { skipElsewhere } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { anAddress, aPool, aUser, PASSWORD, type Pool, startCognito, tokensOf } from './cognito-fixtures.ts';

const TEMPORARY = 'Temporary-Horse-1';
const INCORRECT = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let pool: Pool;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  pool = await aPool(
    cognito,
    {},
    {
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_AUTH',
      ],
    },
  );
  await cognito.setUserPoolMfaConfig({
    UserPoolId: pool.userPoolId,
    SoftwareTokenMfaConfiguration: { Enabled: true },
    MfaConfiguration: 'OPTIONAL',
  });
});
afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => skipElsewhere('one address for all services, which these clients are pointed at'));

async function aNewcomer(): Promise<string> {
  const email = anAddress();
  await cognito.adminCreateUser({
    UserPoolId: pool.userPoolId,
    Username: email,
    TemporaryPassword: TEMPORARY,
    MessageAction: 'SUPPRESS',
  });
  return email;
}

/** A user whose authenticator application shows `code()`. */
async function aUserWithToken() {
  const email = await aUser(cognito, pool);
  const { access: AccessToken } = await tokensOf(cognito, pool, email);
  const { SecretCode: secret = '' } = await cognito.associateSoftwareToken({ AccessToken });
  const code = () => new TOTP({ secret }).generate({ timestamp: aws.context.clock.now() });
  await cognito.verifySoftwareToken({ AccessToken, UserCode: code() });
  await cognito.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });
  // A code is good once.
  await aws.context.clock.advance(60_000);
  return { email, code };
}

describe('amazon-cognito-identity-js', () => {
  /** Signs in, answers what it is asked, and returns whom the tokens are of. */
  function authenticate(
    email: string,
    password: string,
    answers: { readonly newPassword?: string; readonly code?: string } = {},
  ): Promise<string | undefined> {
    const Pool = new CognitoUserPool({
      UserPoolId: pool.userPoolId,
      ClientId: pool.clientId,
      endpoint: aws.endpoint,
    });
    const user = new CognitoUser({ Username: email, Pool });
    const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
    const callbacks: Parameters<CognitoUser['authenticateUser']>[1] = {
      onSuccess: (session) => resolve(decodeJwt(session.getIdToken().getJwtToken()).email as string),
      onFailure: reject,
      newPasswordRequired: () => user.completeNewPasswordChallenge(answers.newPassword ?? '', {}, callbacks),
      totpRequired: () => user.sendMFACode(answers.code ?? '', callbacks, 'SOFTWARE_TOKEN_MFA'),
    };
    user.authenticateUser(new AuthenticationDetails({ Username: email, Password: password }), callbacks);
    return promise;
  }

  it('signs in', async () => {
    const email = await aUser(cognito, pool);
    expect(await authenticate(email, PASSWORD)).toBe(email);
  });

  it('is refused with a wrong password, and for somebody unknown', async () => {
    await expect(authenticate(await aUser(cognito, pool), 'Wrong-Horse-7')).rejects.toMatchObject(INCORRECT);
    await expect(authenticate(anAddress(), PASSWORD)).rejects.toMatchObject(INCORRECT);
  });

  it('answers with the code of an authenticator application', async () => {
    const { email, code } = await aUserWithToken();
    expect(await authenticate(email, PASSWORD, { code: code() })).toBe(email);
  });

  it('chooses a password in place of a temporary one', async () => {
    const email = await aNewcomer();
    expect(await authenticate(email, TEMPORARY, { newPassword: PASSWORD })).toBe(email);
    expect(await authenticate(email, PASSWORD)).toBe(email);
  });
});

describe('aws-amplify', () => {
  beforeAll(() =>
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId: pool.userPoolId,
          userPoolClientId: pool.clientId,
          userPoolEndpoint: aws.endpoint,
        },
      },
    }),
  );
  afterEach(() => signOut());
  afterAll(() => Amplify.configure({}));

  const whoIsIn = async () => (await fetchAuthSession()).tokens?.idToken?.payload.email;

  it('signs in, stays so by its refresh token, and signs out', async () => {
    const email = await aUser(cognito, pool);
    expect(await signIn({ username: email, password: PASSWORD })).toMatchObject({ isSignedIn: true });
    const before = (await fetchAuthSession()).tokens?.accessToken.toString();
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.idToken?.payload.email).toBe(email);
    expect(tokens?.accessToken.toString()).not.toBe(before);
    await signOut();
    await expect(getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' });
  });

  it('is refused with a wrong password, and for somebody unknown', async () => {
    const known = { username: await aUser(cognito, pool), password: 'Wrong-Horse-7' };
    await expect(signIn(known)).rejects.toMatchObject(INCORRECT);
    await expect(signIn({ username: anAddress(), password: PASSWORD })).rejects.toMatchObject(INCORRECT);
  });

  it('answers with the code of an authenticator application', async () => {
    const { email, code } = await aUserWithToken();
    const { nextStep } = await signIn({ username: email, password: PASSWORD });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    expect(await confirmSignIn({ challengeResponse: code() })).toMatchObject({ isSignedIn: true });
    expect(await whoIsIn()).toBe(email);
  });

  it('chooses a password in place of a temporary one', async () => {
    const email = await aNewcomer();
    const { nextStep } = await signIn({ username: email, password: TEMPORARY });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
    expect(await confirmSignIn({ challengeResponse: PASSWORD })).toMatchObject({ isSignedIn: true });
    expect(await whoIsIn()).toBe(email);
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)('lets its user choose %s, or prefers it', async (way) => {
    const email = await aUser(cognito, pool);
    const choosing = await signIn({ username: email, options: { authFlowType: 'USER_AUTH' } });
    expect(choosing.nextStep).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: ['PASSWORD', 'PASSWORD_SRP'],
    });
    expect((await confirmSignIn({ challengeResponse: way })).nextStep.signInStep).toBe(
      'CONFIRM_SIGN_IN_WITH_PASSWORD',
    );
    expect(await confirmSignIn({ challengeResponse: PASSWORD })).toMatchObject({ isSignedIn: true });
    await signOut();
    const options = { authFlowType: 'USER_AUTH', preferredChallenge: way } as const;
    expect(await signIn({ username: email, password: PASSWORD, options })).toMatchObject({
      isSignedIn: true,
    });
    expect(await whoIsIn()).toBe(email);
  });
});
