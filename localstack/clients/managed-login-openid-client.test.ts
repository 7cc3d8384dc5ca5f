import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aUser, PASSWORD, startCognito } from '../conformance/cognito-fixtures.ts';
import { aLoginPool, CALLBACK, type LoginPool } from '../conformance/managed-login-fixtures.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { Visitor } from '../testing/visitor.ts';

const SCOPE = 'openid email profile';

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let pool: LoginPool;
let email: string;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  pool = await aLoginPool({ cognito, endpoint: aws.endpoint });
  email = await aUser(cognito, pool);
});

afterAll(() => aws[Symbol.asyncDispose]());

/** The client's own discovery, by the issuer's name; where that is, only the local AWS's address says. */
function discover({ userPoolId, clientId }: LoginPool, secret?: string): Promise<openid.Configuration> {
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
  return openid.discovery(new URL(issuer), clientId, secret, undefined, {
    execute: [openid.allowInsecureRequests],
    [openid.customFetch]: (url, options) =>
      fetch(url.replace('https://cognito-idp.us-east-1.amazonaws.com', aws.endpoint), options as RequestInit),
  });
}

/** What an application does until it has tokens; the person signs in on the page. */
async function signIn(config: openid.Configuration, to = pool, parameters: Record<string, string> = {}) {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
  const start = openid.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: SCOPE,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...parameters,
  });
  const visitor = new Visitor();
  const page = await visitor.follow(start);
  const { location } = await visitor.submit(page, to.url, '/login', { username: email, password: PASSWORD });
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
  return openid.authorizationCodeGrant(config, location as URL, checks);
}

describe('openid-client, a certified client', () => {
  test('signs a person in by code with PKCE, and takes the ID token', async () => {
    const tokens = await signIn(await discover(pool));
    expect(tokens.claims()).toMatchObject({ email, email_verified: true, token_use: 'id' });
    expect(tokens.expiresIn()).toBeGreaterThan(3500);
  });

  test('reads who that is', async () => {
    const config = await discover(pool);
    const tokens = await signIn(config);
    const sub = tokens.claims()?.sub ?? '';
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ sub, email });
  });

  test('renews tokens, until they are revoked', async () => {
    const config = await discover(pool);
    const { refresh_token = '' } = await signIn(config);
    const renewed = await openid.refreshTokenGrant(config, refresh_token);
    expect(renewed.claims()).toMatchObject({ email });
    await openid.tokenRevocation(config, renewed.refresh_token ?? refresh_token);
    await expect(openid.refreshTokenGrant(config, refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('is refused without the verifier of its challenge', async () => {
    const config = await discover(pool);
    const challenge = await openid.calculatePKCECodeChallenge(openid.randomPKCECodeVerifier());
    await expect(signIn(config, pool, { code_challenge: challenge })).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('learns why a sign-in did not come about', async () => {
    const config = await discover(pool);
    const start = openid.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: SCOPE,
      prompt: 'none',
    });
    const { location } = await new Visitor().open(start);
    await expect(openid.authorizationCodeGrant(config, location as URL)).rejects.toMatchObject({
      error: 'login_required',
    });
  });

  test.each([
    ['header', openid.ClientSecretBasic],
    ['form', openid.ClientSecretPost],
  ])('proves its secret by a %s', async (name, method) => {
    const Identifier = `https://api.example.com/${name}`;
    const scope = `${Identifier}/read`;
    const { UserPoolClient } = await addClient(Identifier);
    const secret = UserPoolClient?.ClientSecret ?? '';
    const asked = { ...pool, clientId: UserPoolClient?.ClientId ?? '' };
    const found = await discover(asked, secret);
    const config = new openid.Configuration(
      found.serverMetadata(),
      asked.clientId,
      undefined,
      method(secret),
    );
    openid.allowInsecureRequests(config);
    const tokens = await openid.clientCredentialsGrant(config, { scope });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    await expect(
      openid.clientCredentialsGrant(config, { scope: `${Identifier}/write` }),
    ).rejects.toMatchObject({
      error: 'invalid_scope',
    });
    const wrong = new openid.Configuration(
      found.serverMetadata(),
      asked.clientId,
      undefined,
      method('wrong'),
    );
    openid.allowInsecureRequests(wrong);
    await expect(openid.clientCredentialsGrant(wrong, { scope })).rejects.toMatchObject({
      error: 'invalid_client',
    });
  });
});

/** A client that acts for itself, with one scope of a resource server. */
async function addClient(Identifier: string) {
  const Scopes = [
    { ScopeName: 'read', ScopeDescription: 'Reads' },
    { ScopeName: 'write', ScopeDescription: 'Writes' },
  ];
  await cognito.createResourceServer({ UserPoolId: pool.userPoolId, Identifier, Name: 'api', Scopes });
  return cognito.createUserPoolClient({
    UserPoolId: pool.userPoolId,
    ClientName: 'machine',
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: [`${Identifier}/read`],
  });
}
