import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { skipElsewhere } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { aVerifier, Visitor } from '../testing/visitor.ts';
import { aUser, PASSWORD, startCognito } from './cognito-fixtures.ts';
import {
  aLoginPool,
  askForTokens,
  authorizeUrl,
  CALLBACK,
  codeBySignIn,
  type LoginPool,
  SIGNED_OUT,
} from './managed-login-fixtures.ts';

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let pool: LoginPool;
let email: string;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  pool = await aLoginPool({ cognito, endpoint: aws.endpoint });
  email = await aUser(cognito, pool);
});

// Elsewhere a domain is another host, behind TLS or not there at all.
beforeEach(() => skipElsewhere('the addresses of the embedded AWS'));
afterAll(() => aws[Symbol.asyncDispose]());

/** Signs in in a browser of its own, and fetches the tokens. */
async function tokensBySignIn(parameters: Record<string, string> = {}) {
  const { verifier, challenge } = aVerifier();
  const answer = await codeBySignIn(pool, new Visitor(), email, PASSWORD, {
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...parameters,
  });
  const grant = { grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: CALLBACK };
  return askForTokens(pool, { ...grant, code_verifier: verifier });
}

describe('a sign-in by code', () => {
  it('gives the application what it asked for', async () => {
    await cognito.createGroup({ UserPoolId: pool.userPoolId, GroupName: 'manager' });
    await cognito.adminAddUserToGroup({ UserPoolId: pool.userPoolId, GroupName: 'manager', Username: email });
    const tokens = await tokensBySignIn({ nonce: 'n-1', scope: 'openid email' });
    expect(tokens).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 3600 });
    expect(decodeJwt(tokens.access_token ?? '')).toMatchObject({
      client_id: pool.clientId,
      scope: 'openid email',
      token_use: 'access',
      version: 2,
      'cognito:groups': ['manager'],
    });
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({
      aud: pool.clientId,
      nonce: 'n-1',
      email,
      email_verified: true,
      at_hash: expect.any(String),
    });
  });

  it('carries the state back', async () => {
    const answer = await codeBySignIn(pool, new Visitor(), email, PASSWORD, { state: 'a b&c' });
    expect(answer.get('state')).toBe('a b&c');
  });

  it('is not asked for twice in one browser, for an hour', async () => {
    const visitor = new Visitor();
    await codeBySignIn(pool, visitor, email, PASSWORD);
    const again = await visitor.open(authorizeUrl(pool));
    expect(again.location?.href).toMatch(/^http:\/\/localhost:3000\/callback\?code=/);
    const asked = await visitor.open(authorizeUrl(pool, { prompt: 'login' }));
    expect(asked.location?.pathname).toBe(`/_cognito/${pool.domain}/login`);
    await aws.aws.clock.advance(3_600_000);
    expect((await visitor.open(authorizeUrl(pool))).location?.pathname).toMatch(/\/login$/);
  });

  it('fails silently where nobody is signed in and nobody may be asked', async () => {
    const { location } = await new Visitor().open(authorizeUrl(pool, { prompt: 'none', state: 's' }));
    expect(location?.href).toBe(`${CALLBACK}?error=login_required&state=s`);
  });

  it('ends in the browser by sign-out', async () => {
    const visitor = new Visitor();
    await codeBySignIn(pool, visitor, email, PASSWORD);
    const out = new URLSearchParams({ client_id: pool.clientId, logout_uri: SIGNED_OUT });
    expect((await visitor.open(`${pool.url}/logout?${out}`)).location?.href).toBe(SIGNED_OUT);
    expect((await visitor.open(authorizeUrl(pool))).location?.pathname).toMatch(/\/login$/);
  });
});

it('gives tokens in the address to a client of the implicit flow, and no refresh token', async () => {
  const implicit = await aLoginPool(
    { cognito, endpoint: aws.endpoint },
    {},
    { AllowedOAuthFlows: ['implicit'] },
  );
  const person = await aUser(cognito, implicit);
  const asked = { response_type: 'token', state: 's', nonce: 'n' };
  const answer = await codeBySignIn(implicit, new Visitor(), person, PASSWORD, asked);
  expect([...answer.keys()].toSorted()).toEqual([
    'access_token',
    'expires_in',
    'id_token',
    'state',
    'token_type',
  ]);
  expect(decodeJwt(answer.get('id_token') ?? '')).toMatchObject({ nonce: 'n', email: person });
});

describe('what an application asks for wrongly', () => {
  it.each([
    ['another callback address', { redirect_uri: 'https://evil.example/callback' }, 'redirect_mismatch'],
    ['another client', { client_id: 'nobody' }, 'Client does not exist.'],
  ])('%s is told to the person, and to nobody else', async (_what, parameters, error) => {
    const page = await new Visitor().follow(authorizeUrl(pool, parameters));
    expect(page.status).toBe(400);
    expect(page.text).toContain(error);
  });

  it.each([
    ['a scope that the client has not', { scope: 'openid phone' }, 'invalid_scope'],
    ['tokens in the address', { response_type: 'token' }, 'unauthorized_client'],
    [
      'a plain code challenge',
      { code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['another kind of answer', { response_type: 'id_token' }, 'invalid_request'],
    ['a provider that the client has not', { identity_provider: 'Nobody' }, 'invalid_request'],
  ])('%s is told to the application', async (_what, parameters, error) => {
    const { location } = await new Visitor().open(authorizeUrl(pool, { state: 'x', ...parameters }));
    const answer = new URLSearchParams(location?.search || location?.hash.slice(1));
    expect(location?.href.startsWith(CALLBACK)).toBe(true);
    expect([answer.get('error'), answer.get('state')]).toEqual([error, 'x']);
  });
});

describe('the token endpoint', () => {
  const grant = { grant_type: 'authorization_code', redirect_uri: CALLBACK };

  it('takes a code once', async () => {
    const code = (await codeBySignIn(pool, new Visitor(), email, PASSWORD)).get('code') ?? '';
    expect((await askForTokens(pool, { ...grant, code })).status).toBe(200);
    expect(await askForTokens(pool, { ...grant, code })).toEqual({ status: 400, error: 'invalid_grant' });
  });

  it('takes a code for five minutes', async () => {
    const code = (await codeBySignIn(pool, new Visitor(), email, PASSWORD)).get('code') ?? '';
    await aws.aws.clock.advance(5 * 60_000);
    expect(await askForTokens(pool, { ...grant, code })).toEqual({ status: 400, error: 'invalid_grant' });
  });

  it.each([
    ['without its verifier', {}],
    ['with another verifier', { code_verifier: 'b'.repeat(43) }],
    ['with another callback address', { redirect_uri: `${CALLBACK}/` }],
  ])('refuses a code %s', async (_what, wrong) => {
    const { challenge: code_challenge } = aVerifier();
    const asked = { code_challenge, code_challenge_method: 'S256' };
    const code = (await codeBySignIn(pool, new Visitor(), email, PASSWORD, asked)).get('code') ?? '';
    expect(await askForTokens(pool, { ...grant, code, ...wrong })).toEqual({
      status: 400,
      error: 'invalid_grant',
    });
  });

  it.each([
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['none', { grant_type: undefined }, 'invalid_request'],
    ['no code', { ...grant }, 'invalid_request'],
    ['another client', { ...grant, client_id: 'nobody', code: 'c' }, 'invalid_client'],
    ['a secret where there is none', { ...grant, client_secret: 'secret', code: 'c' }, 'invalid_client'],
    ['credentials of a client without a secret', { grant_type: 'client_credentials' }, 'unauthorized_client'],
    ['a refresh token that is none', { grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_grant'],
  ])('refuses %s', async (_what, fields, error) => {
    expect(await askForTokens(pool, fields)).toMatchObject({ status: 400, error });
  });

  it('renews tokens, with the scopes and the claims of the sign-in', async () => {
    const { refresh_token } = await tokensBySignIn({ scope: 'openid email' });
    const renewed = await askForTokens(pool, { grant_type: 'refresh_token', refresh_token });
    expect(renewed).not.toHaveProperty('refresh_token');
    expect(decodeJwt(renewed.access_token ?? '')).toMatchObject({ scope: 'openid email' });
    expect(decodeJwt(renewed.id_token ?? '')).toMatchObject({ email });
  });

  it('gives no ID token where openid was not asked for', async () => {
    const scoped = await aLoginPool(
      { cognito, endpoint: aws.endpoint },
      {},
      { AllowedOAuthScopes: ['aws.cognito.signin.user.admin'] },
    );
    const person = await aUser(cognito, scoped);
    const asked = { scope: 'aws.cognito.signin.user.admin' };
    const code = (await codeBySignIn(scoped, new Visitor(), person, PASSWORD, asked)).get('code') ?? '';
    const tokens = await askForTokens(scoped, { ...grant, code });
    expect(tokens).not.toHaveProperty('id_token');
    const { UserAttributes } = await cognito.getUser({ AccessToken: tokens.access_token });
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: person });
  });

  it('answers browsers of any origin', async () => {
    const preflight = await fetch(`${pool.url}/oauth2/token`, { method: 'OPTIONS' });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    const answer = await fetch(`${pool.url}/oauth2/token`, { method: 'POST' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('userInfo', () => {
  it('tells what the scopes allow, as text', async () => {
    const { access_token } = await tokensBySignIn({ scope: 'openid email' });
    const answer = await fetch(`${pool.url}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    const { sub } = decodeJwt(access_token ?? '');
    expect(await answer.json()).toEqual({ sub, username: sub, email, email_verified: 'true' });
  });

  it('refuses a token of a sign-in by the API, which has not the scope openid', async () => {
    const { AuthenticationResult } = await cognito.initiateAuth({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD },
    });
    const authorization = `Bearer ${AuthenticationResult?.AccessToken}`;
    const answer = await fetch(`${pool.url}/oauth2/userInfo`, { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('refuses a request without a token', async () => {
    const answer = await fetch(`${pool.url}/oauth2/userInfo`);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });
});

it('a revoked refresh token ends, and so does the access token made from it', async () => {
  const { refresh_token = '', access_token } = await tokensBySignIn();
  const body = new URLSearchParams({ token: refresh_token, client_id: pool.clientId });
  expect((await fetch(`${pool.url}/oauth2/revoke`, { method: 'POST', body })).status).toBe(200);
  const renewed = await askForTokens(pool, { grant_type: 'refresh_token', refresh_token });
  expect(renewed).toEqual({ status: 400, error: 'invalid_grant' });
  const headers = { authorization: `Bearer ${access_token}` };
  expect((await fetch(`${pool.url}/oauth2/userInfo`, { headers })).status).toBe(401);
});

it('the pool says where its endpoints are', async () => {
  const answer = await fetch(`${aws.endpoint}/${pool.userPoolId}/.well-known/openid-configuration`);
  expect(await answer.json()).toMatchObject({
    issuer: `https://cognito-idp.us-east-1.amazonaws.com/${pool.userPoolId}`,
    authorization_endpoint: `${pool.url}/oauth2/authorize`,
    token_endpoint: `${pool.url}/oauth2/token`,
    userinfo_endpoint: `${pool.url}/oauth2/userInfo`,
    revocation_endpoint: `${pool.url}/oauth2/revoke`,
    end_session_endpoint: `${pool.url}/logout`,
  });
});

describe('somebody who was deleted', () => {
  it('is signed in nowhere, though another person has the name now', async () => {
    const named = await aLoginPool({ cognito, endpoint: aws.endpoint }, { UsernameAttributes: [] });
    const key = { UserPoolId: named.userPoolId, Username: 'ann' };
    const add = async () => {
      await cognito.adminCreateUser({ ...key, MessageAction: 'SUPPRESS' });
      await cognito.adminSetUserPassword({ ...key, Password: PASSWORD, Permanent: true });
    };
    await add();
    const visitor = new Visitor();
    const code = (await codeBySignIn(named, visitor, 'ann', PASSWORD)).get('code') ?? '';
    await cognito.adminDeleteUser(key);
    await add();
    const grant = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
    expect(await askForTokens(named, grant)).toMatchObject({ status: 400, error: 'invalid_grant' });
    const { location } = await visitor.open(authorizeUrl(named));
    expect(location?.pathname).toBe(`/_cognito/${named.domain}/login`);
  });
});

describe('a callback address with letters beyond ASCII', () => {
  it('is answered at, encoded', async () => {
    const CallbackURLs = ['https://app.example/☃'];
    const other = await aLoginPool({ cognito, endpoint: aws.endpoint }, {}, { CallbackURLs });
    const asked = { redirect_uri: CallbackURLs[0], prompt: 'none' };
    const { status, location } = await new Visitor().open(authorizeUrl(other, asked));
    expect(status).toBe(302);
    expect(location?.href).toBe('https://app.example/%E2%98%83?error=login_required');
  });
});
