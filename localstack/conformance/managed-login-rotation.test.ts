import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { skipElsewhere } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { Visitor } from '../testing/visitor.ts';
import { aUser, PASSWORD, startCognito } from './cognito-fixtures.ts';
import { aLoginPool, askForTokens, CALLBACK, codeBySignIn } from './managed-login-fixtures.ts';

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
});
// Elsewhere a domain is another host, behind TLS or not there at all.
beforeEach(() => skipElsewhere('the addresses of the embedded AWS'));
afterAll(() => aws[Symbol.asyncDispose]());

it('a rotated refresh token is taken for the grace period more, and its successor then', async () => {
  const pool = await aLoginPool(
    { cognito, endpoint: aws.endpoint },
    {},
    {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    },
  );
  const email = await aUser(cognito, pool);
  const code = (await codeBySignIn(pool, new Visitor(), email, PASSWORD)).get('code') ?? '';
  const first = await askForTokens(pool, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
  const renew = (token?: string) => askForTokens(pool, { grant_type: 'refresh_token', refresh_token: token });

  const second = await renew(first.refresh_token);
  expect(second.status).toBe(200);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect((await renew(first.refresh_token)).status).toBe(200);

  await aws.aws.clock.advance(10_000);
  expect(await renew(first.refresh_token)).toEqual({ status: 400, error: 'invalid_grant' });
  expect((await renew(second.refresh_token)).status).toBe(200);
});
