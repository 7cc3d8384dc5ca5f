import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StartedEmbedded } from '../testing/embedded.ts';
import {
  anAddress,
  aPool,
  aUser,
  PASSWORD,
  type Pool,
  signIn,
  startCognito,
  tokensOf,
} from './cognito-fixtures.ts';

const HOUR = 3_600_000;

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let pool: Pool;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  pool = await aPool(cognito);
});

afterAll(() => aws[Symbol.asyncDispose]());

function refresh(token: string, to = pool) {
  return cognito.initiateAuth({
    ClientId: to.clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: token },
  });
}

describe('tokens', () => {
  it('carry the claims of AWS', async () => {
    const email = await aUser(cognito, pool);
    await cognito.createGroup({ UserPoolId: pool.userPoolId, GroupName: 'manager' });
    await cognito.adminAddUserToGroup({ UserPoolId: pool.userPoolId, GroupName: 'manager', Username: email });
    const { access, id } = await tokensOf(cognito, pool, email);
    const text = expect.any(String);
    const number = expect.any(Number);
    const { Username } = await cognito.adminGetUser({ UserPoolId: pool.userPoolId, Username: email });
    const common = {
      sub: Username,
      'cognito:groups': ['manager'],
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${pool.userPoolId}`,
      origin_jti: text,
      event_id: text,
      auth_time: number,
      iat: number,
      exp: number,
      jti: text,
    };
    expect(decodeJwt(access)).toEqual({
      ...common,
      client_id: pool.clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: Username,
    });
    expect(decodeJwt(id)).toEqual({
      ...common,
      aud: pool.clientId,
      token_use: 'id',
      'cognito:username': Username,
      email,
      email_verified: true,
    });
  });

  it('are signed by a key that the pool publishes', async () => {
    const { access } = await tokensOf(cognito, pool, await aUser(cognito, pool));
    const answer = await fetch(`${aws.endpoint}/${pool.userPoolId}/.well-known/jwks.json`);
    const keys = (await answer.json()) as Parameters<typeof createLocalJWKSet>[0];
    const { protectedHeader } = await jwtVerify(access, createLocalJWKSet(keys), { algorithms: ['RS256'] });
    expect(protectedHeader).toEqual({ alg: 'RS256', kid: keys.keys[0]?.kid });
    const configuration = await fetch(`${aws.endpoint}/${pool.userPoolId}/.well-known/openid-configuration`);
    expect(await configuration.json()).toMatchObject({ issuer: decodeJwt(access).iss });
  });

  it('live as long as the client says', async () => {
    const short = await aPool(
      cognito,
      {},
      { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } },
    );
    const { access, claims } = await tokensOf(cognito, short, await aUser(cognito, short));
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300);
    await cognito.getUser({ AccessToken: access });
    await aws.context.clock.advance(300_000);
    await expect(cognito.getUser({ AccessToken: access })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has expired',
    });
  });

  it('are no access tokens when they are ID tokens, forged, or of another pool', async () => {
    const { access, id } = await tokensOf(cognito, pool, await aUser(cognito, pool));
    const [header, payload, signature = ''] = access.split('.');
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: decodeProtectedHeader(access).kid }));
    for (const token of [
      id,
      `${header}.${payload}.${flipped}`,
      `${none.toString('base64url')}.${payload}.`,
      'nothing',
    ]) {
      await expect(cognito.getUser({ AccessToken: token })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Invalid Access Token',
      });
    }
  });
});

describe('signing in', () => {
  it('never accepts a wrong password, and says the same of unknown users', async () => {
    const email = await aUser(cognito, pool);
    const refusal = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    for (const password of [' ', PASSWORD.toLowerCase(), `${PASSWORD} `, PASSWORD.slice(0, -1)]) {
      await expect(signIn(cognito, pool, email, password)).rejects.toMatchObject(refusal);
    }
    await expect(signIn(cognito, pool, anAddress())).rejects.toMatchObject(refusal);
  });

  it('tells of unknown users where the client is legacy', async () => {
    const legacy = await aPool(cognito, {}, { PreventUserExistenceErrors: 'LEGACY' });
    await expect(signIn(cognito, legacy, anAddress())).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  it('locks a user out after five wrong passwords, each time longer', async () => {
    const email = await aUser(cognito, pool);
    for (let attempt = 1; attempt <= 4; attempt++) {
      await expect(signIn(cognito, pool, email, 'Wrong-Horse-7')).rejects.toMatchObject({
        message: 'Incorrect username or password.',
      });
    }
    const exceeded = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' };
    await expect(signIn(cognito, pool, email, 'Wrong-Horse-7')).rejects.toMatchObject(exceeded);
    await expect(signIn(cognito, pool, email)).rejects.toMatchObject(exceeded);
    await aws.context.clock.advance(1000);
    await expect(signIn(cognito, pool, email, 'Wrong-Horse-7')).rejects.toMatchObject(exceeded);
    await aws.context.clock.advance(1000);
    await expect(signIn(cognito, pool, email)).rejects.toMatchObject(exceeded);
    await aws.context.clock.advance(1000);
    expect((await signIn(cognito, pool, email)).AuthenticationResult).toBeDefined();
  });

  it('counts guesses that come at once', async () => {
    const email = await aUser(cognito, pool);
    await Promise.allSettled(Array.from({ length: 20 }, () => signIn(cognito, pool, email, 'Wrong-Horse-7')));
    await expect(signIn(cognito, pool, email)).rejects.toMatchObject({
      message: 'Password attempts exceeded',
    });
  });

  it('takes only the flows that the client was made with', async () => {
    const email = await aUser(cognito, pool);
    const parameters = { USERNAME: email, PASSWORD };
    const closed = await aPool(cognito, {}, { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] });
    await expect(signIn(cognito, closed, email)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    });
    const asAdmin = await cognito.adminInitiateAuth({
      UserPoolId: pool.userPoolId,
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: parameters,
    });
    expect(asAdmin.AuthenticationResult?.ExpiresIn).toBe(3600);
    const publicly = cognito.initiateAuth({
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: parameters,
    });
    await expect(publicly).rejects.toMatchObject({ message: 'Initiate Auth method not supported.' });
  });

  it('names a flow that is not there', async () => {
    const custom = cognito.initiateAuth({
      ClientId: pool.clientId,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: {},
    });
    await expect(custom).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('CUSTOM_AUTH'),
    });
  });

  it('needs a signature where an administrator does it', async () => {
    const answer = await fetch(aws.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser',
      },
      body: JSON.stringify({ UserPoolId: pool.userPoolId, Username: 'ann' }),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).toContain('MissingAuthenticationToken');
  });
});

describe('refresh tokens', () => {
  it('give new tokens of the same sign-in', async () => {
    const before = await tokensOf(cognito, pool, await aUser(cognito, pool));
    await aws.context.clock.advance(HOUR);
    const { AuthenticationResult } = await refresh(before.refresh);
    const claims = decodeJwt(AuthenticationResult?.AccessToken ?? '');
    expect(claims).toMatchObject({
      origin_jti: before.claims.origin_jti,
      auth_time: before.claims.auth_time,
    });
    expect(claims.jti).not.toBe(before.claims.jti);
    expect(AuthenticationResult?.RefreshToken).toBeUndefined();
    await cognito.getUser({ AccessToken: AuthenticationResult?.AccessToken });
  });

  it('end after their days', async () => {
    const { refresh: token } = await tokensOf(cognito, pool, await aUser(cognito, pool));
    await aws.context.clock.advance(30 * 24 * HOUR);
    await expect(refresh(token)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Refresh Token has expired',
    });
  });

  it('are good for their own client only, and only whole', async () => {
    const other = await aPool(cognito);
    const { refresh: token } = await tokensOf(cognito, pool, await aUser(cognito, pool));
    for (const attempt of [refresh(token, other), refresh(token.slice(0, -8)), refresh('nothing')]) {
      await expect(attempt).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
    }
  });

  it('take their access tokens along when revoked', async () => {
    const email = await aUser(cognito, pool);
    const [one, two] = [await tokensOf(cognito, pool, email), await tokensOf(cognito, pool, email)];
    await cognito.revokeToken({ ClientId: pool.clientId, Token: one.refresh });
    await expect(refresh(one.refresh)).rejects.toMatchObject({ message: 'Refresh Token has been revoked' });
    await expect(cognito.getUser({ AccessToken: one.access })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
    await cognito.getUser({ AccessToken: two.access });
  });
});

describe('global sign-out', () => {
  it.each(['by the user', 'by an administrator'])('ends every session: %s', async (by) => {
    const email = await aUser(cognito, pool);
    const [one, two] = [await tokensOf(cognito, pool, email), await tokensOf(cognito, pool, email)];
    if (by === 'by the user') await cognito.globalSignOut({ AccessToken: one.access });
    else await cognito.adminUserGlobalSignOut({ UserPoolId: pool.userPoolId, Username: email });
    for (const { access, refresh: token } of [one, two]) {
      await expect(cognito.getUser({ AccessToken: access })).rejects.toMatchObject({
        message: 'Access Token has been revoked',
      });
      await expect(refresh(token)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    }
    await cognito.getUser({ AccessToken: (await tokensOf(cognito, pool, email)).access });
  });

  it('leaves nothing to users who were deleted', async () => {
    const email = await aUser(cognito, pool);
    const { access, refresh: token } = await tokensOf(cognito, pool, email);
    await cognito.adminDeleteUser({ UserPoolId: pool.userPoolId, Username: email });
    await expect(cognito.getUser({ AccessToken: access })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await expect(refresh(token)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
