import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { StartedEmbedded } from '../testing/embedded.ts';
import {
  aPool,
  aUser,
  functionArn,
  type Pool,
  startCognito,
  stubFunctions,
  tokensOf,
} from './cognito-fixtures.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let rotating: Pool;
let failing = false;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  rotating = await rotatingPool(10);
});

afterAll(() => aws[Symbol.asyncDispose]());

function rotatingPool(RetryGracePeriodSeconds: number, LambdaConfig = {}): Promise<Pool> {
  return aPool(
    cognito,
    { LambdaConfig },
    {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds },
    },
  );
}

async function firstToken(pool: Pool): Promise<string> {
  return (await tokensOf(cognito, pool, await aUser(cognito, pool))).refresh;
}

async function renew(pool: Pool, RefreshToken: string) {
  const answer = await cognito.getTokensFromRefreshToken({ ClientId: pool.clientId, RefreshToken });
  const { AccessToken = '', RefreshToken: next = '' } = answer.AuthenticationResult ?? {};
  return { access: AccessToken, next };
}

const replaced = { name: 'RefreshTokenReuseException' };

test('a refresh token is replaced at its use, and works for the grace period more', async () => {
  const first = await firstToken(rotating);
  const { next } = await renew(rotating, first);
  await aws.context.clock.advance(9 * SECOND);
  await renew(rotating, first);
  await aws.context.clock.advance(1 * SECOND);
  await expect(renew(rotating, first)).rejects.toMatchObject(replaced);
  expect((await renew(rotating, next)).access).not.toBe('');
});

test('a retry within the grace period does not prolong it', async () => {
  const first = await firstToken(rotating);
  await renew(rotating, first);
  await aws.context.clock.advance(9 * SECOND);
  await renew(rotating, first);
  await aws.context.clock.advance(9 * SECOND);
  await expect(renew(rotating, first)).rejects.toMatchObject(replaced);
});

test('a token that was replaced long ago is still known as such', async () => {
  const first = await firstToken(rotating);
  let token = first;
  for (let use = 0; use < 4; use++) {
    token = (await renew(rotating, token)).next;
    await aws.context.clock.advance(60 * SECOND);
  }
  await expect(renew(rotating, first)).rejects.toMatchObject(replaced);
});

test('without a grace period, of many uses at once one succeeds', async () => {
  const strict = await rotatingPool(0);
  const first = await firstToken(strict);
  const uses = await Promise.allSettled(Array.from({ length: 5 }, () => renew(strict, first)));
  expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a new token lives as long as the first would have', async () => {
  const first = await firstToken(rotating);
  await aws.context.clock.advance(29 * DAY);
  const { next } = await renew(rotating, first);
  await aws.context.clock.advance(1 * DAY);
  await expect(renew(rotating, next)).rejects.toMatchObject({ message: 'Refresh Token has expired' });
});

test('tokens of one sign-in stay of one sign-in, and end together when one of them is revoked', async () => {
  const { access, next } = await renew(rotating, await firstToken(rotating));
  const again = await renew(rotating, next);
  expect(decodeJwt(again.access).origin_jti).toBe(decodeJwt(access).origin_jti);
  await cognito.revokeToken({ ClientId: rotating.clientId, Token: again.next });
  await expect(cognito.getUser({ AccessToken: access })).rejects.toMatchObject({
    message: 'Access Token has been revoked',
  });
});

test('a renewal that fails replaces nothing', async () => {
  stubFunctions(aws.context, {
    claims(event: object) {
      if (failing) throw new Error('not now');
      return event;
    },
  });
  const strict = await rotatingPool(0, { PreTokenGeneration: functionArn('claims') });
  const first = await firstToken(strict);
  failing = true;
  await expect(renew(strict, first)).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
  failing = false;
  expect((await renew(strict, first)).next).not.toBe('');
});

test('where tokens rotate, REFRESH_TOKEN_AUTH renews nothing', async () => {
  const RefreshToken = await firstToken(rotating);
  const renewing = cognito.initiateAuth({
    ClientId: rotating.clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: RefreshToken },
  });
  await expect(renewing).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

function settings(RefreshTokenRotation: object, ExplicitAuthFlows = ['ALLOW_USER_SRP_AUTH'], of = {}) {
  return aPool(cognito, of, { ExplicitAuthFlows, RefreshTokenRotation } as never);
}

describe('a client', () => {
  it('rotates with a grace period of a minute at most, and not beside REFRESH_TOKEN_AUTH', async () => {
    await expect(settings({ Feature: 'ENABLED', RetryGracePeriodSeconds: 61 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("Value '61' at 'refreshTokenRotation.retryGracePeriodSeconds'"),
    });
    await expect(settings({ RetryGracePeriodSeconds: 10 })).rejects.toMatchObject({
      message: expect.stringContaining("'refreshTokenRotation.feature'"),
    });
    const both = settings({ Feature: 'ENABLED' }, ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
    await expect(both).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await settings({ Feature: 'DISABLED' }, ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
  });

  it('has every flow but REFRESH_TOKEN_AUTH where it rotates and names none', async () => {
    const { UserPoolClient } = await cognito.createUserPoolClient({
      UserPoolId: rotating.userPoolId,
      ClientName: 'defaults',
      RefreshTokenRotation: { Feature: 'ENABLED' },
    });
    expect(UserPoolClient?.ExplicitAuthFlows).toEqual(['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']);
    expect(UserPoolClient?.RefreshTokenRotation).toEqual({ Feature: 'ENABLED', RetryGracePeriodSeconds: 0 });
  });
});

describe('a pool of the tier LITE', () => {
  const refused = (feature: string) => ({
    name: 'FeatureUnavailableInTierException',
    message: `The following features need to be disabled for the LITE pricing tier configured: ${feature}`,
  });

  it('has no client that rotates', async () => {
    const ofLite = settings({ Feature: 'ENABLED' }, undefined, { UserPoolTier: 'LITE' });
    await expect(ofLite).rejects.toMatchObject(refused('Refresh Token Rotation'));
    await expect(
      cognito.updateUserPool({ UserPoolId: rotating.userPoolId, UserPoolTier: 'LITE' }),
    ).rejects.toMatchObject(refused('Refresh Token Rotation'));
  });

  it('has no access tokens of its own making, and no sign-in without a password', async () => {
    const LambdaConfig = {
      PreTokenGenerationConfig: { LambdaArn: functionArn('claims'), LambdaVersion: 'V2_0' as const },
    };
    const Policies = {
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] },
    };
    await expect(aPool(cognito, { UserPoolTier: 'LITE', LambdaConfig, Policies })).rejects.toMatchObject(
      refused('Access Token Customization, Passwordless Sign-In'),
    );
  });
});

test('threat protection needs the tier PLUS, which is no other than those of AWS', async () => {
  const UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' as const };
  await expect(aPool(cognito, { UserPoolAddOns })).rejects.toMatchObject({
    message:
      'The following features need to be disabled for the ESSENTIALS pricing tier configured: Threat Protection',
  });
  await aPool(cognito, { UserPoolAddOns, UserPoolTier: 'PLUS' });
  await expect(aPool(cognito, { UserPoolTier: 'MOST' as never })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});
