import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { TOTP } from 'otpauth';
import { afterAll, expect, it } from 'vitest';
import { startEmbedded } from '../testing/embedded.ts';
import { anApi } from './apigateway-fixtures.ts';
import { aPool, aUser, type Pool, signIn, stubFunctions, tokensOf } from './cognito-fixtures.ts';

const dataDirectory = mkdtempSync(join(tmpdir(), 'embedded-data-'));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

async function start() {
  const aws = await startEmbedded({ services: ['cognitoidentityprovider', 'apigatewayv2'], dataDirectory });
  stubFunctions(aws.context, { echo: () => 'hello' });
  return { aws, gateway: aws.client(ApiGatewayV2), cognito: aws.client(CognitoIdentityProvider) };
}

/** A user who has verified an authenticator application and is asked for its code. */
async function withSecondFactor(cognito: CognitoIdentityProvider, pool: Pool) {
  await cognito.setUserPoolMfaConfig({
    UserPoolId: pool.userPoolId,
    SoftwareTokenMfaConfiguration: { Enabled: true },
    MfaConfiguration: 'OPTIONAL',
  });
  const email = await aUser(cognito, pool);
  const { access: AccessToken } = await tokensOf(cognito, pool, email);
  const { SecretCode: secret = '' } = await cognito.associateSoftwareToken({ AccessToken });
  await cognito.verifySoftwareToken({ AccessToken, UserCode: new TOTP({ secret }).generate() });
  await cognito.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });
  return { email, secret };
}

it('keeps users, signing keys, sessions, second factors and APIs over a restart', async () => {
  const before = await start();
  const pool = await aPool(before.cognito);
  const email = await aUser(before.cognito, pool);
  const { access, refresh } = await tokensOf(before.cognito, pool, email);
  const ended = await tokensOf(before.cognito, pool, email);
  await before.cognito.revokeToken({ ClientId: pool.clientId, Token: ended.refresh });
  const { email: careful, secret } = await withSecondFactor(before.cognito, pool);
  const { apiId } = await anApi(before, { routes: { 'GET /hello': 'echo' } });
  await before.aws[Symbol.asyncDispose]();

  const after = await start();
  await expect(signIn(after.cognito, pool, email, 'Wrong-Horse-7')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
  expect((await signIn(after.cognito, pool, email)).AuthenticationResult).toBeDefined();
  expect((await after.cognito.getUser({ AccessToken: access })).Username).toBeDefined();
  await expect(after.cognito.getUser({ AccessToken: ended.access })).rejects.toMatchObject({
    message: 'Access Token has been revoked',
  });
  await after.aws.context.clock.advance(60_000);
  const challenge = await signIn(after.cognito, pool, careful);
  const timestamp = after.aws.context.clock.now();
  const answered = await after.cognito.respondToAuthChallenge({
    ClientId: pool.clientId,
    ChallengeName: challenge.ChallengeName,
    Session: challenge.Session,
    ChallengeResponses: {
      USERNAME: careful,
      SOFTWARE_TOKEN_MFA_CODE: new TOTP({ secret }).generate({ timestamp }),
    },
  });
  expect(answered.AuthenticationResult?.AccessToken).toBeDefined();
  const renewed = await after.cognito.initiateAuth({
    ClientId: pool.clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: refresh },
  });
  expect(renewed.AuthenticationResult?.AccessToken).toBeDefined();
  const { ApiEndpoint } = await after.gateway.getApi({ ApiId: apiId });
  expect(await (await fetch(`${ApiEndpoint}/hello`)).text()).toBe('hello');
  await after.aws[Symbol.asyncDispose]();
});
