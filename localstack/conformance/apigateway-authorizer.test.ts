import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anApi,
  type HttpApi,
  type HttpEvent,
  type StartedGateway,
  startGateway,
} from './apigateway-fixtures.ts';
import { aPool, aUser, type Pool, tokensOf } from './cognito-fixtures.ts';

const SCOPE = 'aws.cognito.signin.user.admin';
const MINUTE = 60_000;

let started: StartedGateway;
let pool: Pool;
let api: HttpApi;
let calls = 0;

beforeAll(async () => {
  started = await startGateway({
    echo(event: HttpEvent) {
      calls++;
      return event;
    },
  });
  pool = await aPool(started.cognito);
  api = await anApi(started, { routes: { 'GET /public': 'echo' } });
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${pool.userPoolId}`;
  await protect('GET /staff', issuer, [pool.clientId]);
  await protect('GET /scoped', issuer, [pool.clientId], [SCOPE]);
});

afterAll(() => started.aws[Symbol.asyncDispose]());

/** Adds a route with an authorizer of its own to {@link api}. */
async function protect(RouteKey: string, Issuer: string, Audience: string[], AuthorizationScopes?: string[]) {
  const ApiId = api.apiId;
  const { AuthorizerId } = await started.gateway.createAuthorizer({
    ApiId,
    Name: RouteKey,
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer, Audience },
  });
  const { Items } = await started.gateway.getRoutes({ ApiId });
  const Target = Items?.[0]?.Target;
  const scopes = AuthorizationScopes ? { AuthorizationScopes } : {};
  await started.gateway.createRoute({
    ApiId,
    RouteKey,
    Target,
    AuthorizationType: 'JWT',
    AuthorizerId,
    ...scopes,
  });
}

async function someTokens() {
  return tokensOf(started.cognito, pool, await aUser(started.cognito, pool));
}

function call(path: string, token?: string) {
  return api.call(path, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } });
}

async function expectUnauthorized(
  response: Response,
  challenge: unknown = expect.stringContaining('invalid_token'),
) {
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ message: 'Unauthorized' });
  expect(response.headers.get('www-authenticate')).toEqual(challenge);
}

/** The token with some of its parts replaced. */
function tampered(token: string, parts: { header?: object; payload?: object; signature?: string }): string {
  const [, , signature = ''] = token.split('.');
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = encode(parts.header ?? decodeProtectedHeader(token));
  return `${header}.${encode(parts.payload ?? decodeJwt(token))}.${parts.signature ?? signature}`;
}

describe('a route with a JWT authorizer', () => {
  it('lets an access token of its pool in, and hands its claims on as text', async () => {
    const email = await aUser(started.cognito, pool);
    for (const GroupName of ['finance', 'manager']) {
      const key = { UserPoolId: pool.userPoolId, GroupName };
      await started.cognito.createGroup(key).catch(() => undefined);
      await started.cognito.adminAddUserToGroup({ ...key, Username: email });
    }
    const { access, claims } = await tokensOf(started.cognito, pool, email);
    const response = await call('/staff', access);
    expect(response.status).toBe(200);
    const event = (await response.json()) as HttpEvent;
    const { jwt } = event.requestContext.authorizer ?? {};
    expect(jwt?.claims).toEqual({
      ...Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value)])),
      'cognito:groups': '[finance manager]',
      exp: String(claims.exp),
    });
    expect(jwt?.scopes).toBeNull();
    expect(event.headers.authorization).toBe(`Bearer ${access}`);
  });

  it('takes the token without the word Bearer too', async () => {
    const { access } = await someTokens();
    expect((await api.call('/staff', { headers: { Authorization: access } })).status).toBe(200);
  });

  it('refuses a request without a token, before any function runs', async () => {
    const before = calls;
    await expectUnauthorized(await call('/staff'), 'Bearer');
    expect(calls).toBe(before);
  });

  it('refuses whatever was tampered with', async () => {
    const { access } = await someTokens();
    const claims = decodeJwt(access);
    const header = decodeProtectedHeader(access);
    const [, , signature = ''] = access.split('.');
    const forgeries = [
      tampered(access, { payload: { ...claims, 'cognito:groups': ['admin'] } }),
      tampered(access, { payload: { ...claims, exp: (claims.exp ?? 0) + 60 } }),
      tampered(access, { signature: `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}` }),
      tampered(access, { signature: '' }),
      tampered(access, { header: { ...header, alg: 'none' }, signature: '' }),
      tampered(access, { header: { ...header, alg: 'HS256' } }),
      tampered(access, { header: { ...header, kid: 'another' } }),
      `${access}.more`,
      'nothing',
    ];
    for (const forgery of forgeries) await expectUnauthorized(await call('/staff', forgery));
    expect((await call('/staff', access)).status).toBe(200);
  });

  it("refuses a symmetric signature made with the public key's text", async () => {
    const { access } = await someTokens();
    const jwks = await (
      await fetch(`${started.aws.endpoint}/${pool.userPoolId}/.well-known/jwks.json`)
    ).text();
    const forged = await new SignJWT(decodeJwt(access))
      .setProtectedHeader({ ...decodeProtectedHeader(access), alg: 'HS256' })
      .sign(Buffer.from(jwks));
    await expectUnauthorized(await call('/staff', forged));
  });

  it('refuses tokens of another pool and of another client', async () => {
    const stranger = await aPool(started.cognito);
    const foreign = await tokensOf(started.cognito, stranger, await aUser(started.cognito, stranger));
    await expectUnauthorized(await call('/staff', foreign.access));
    const { UserPoolClient } = await started.cognito.createUserPoolClient({
      UserPoolId: pool.userPoolId,
      ClientName: 'other',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    });
    const other = { userPoolId: pool.userPoolId, clientId: UserPoolClient?.ClientId ?? '' };
    const { access } = await tokensOf(started.cognito, other, await aUser(started.cognito, pool));
    await expectUnauthorized(
      await call('/staff', access),
      'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
    );
  });

  it('refuses a token once it has expired, though it was let in before', async () => {
    const { access } = await someTokens();
    expect((await call('/staff', access)).status).toBe(200);
    await started.aws.context.clock.advance(59 * MINUTE);
    expect((await call('/staff', access)).status).toBe(200);
    await started.aws.context.clock.advance(MINUTE);
    await expectUnauthorized(
      await call('/staff', access),
      'Bearer scope="" error="invalid_token" error_description="the token has expired"',
    );
  });

  it('knows nothing of revocation, as in AWS', async () => {
    const { access, refresh } = await someTokens();
    await started.cognito.revokeToken({ ClientId: pool.clientId, Token: refresh });
    expect((await call('/staff', access)).status).toBe(200);
  });

  it('tells ID tokens from access tokens by scopes only, as in AWS', async () => {
    const { access, id } = await someTokens();
    expect((await call('/staff', id)).status).toBe(200);
    const response = await call('/scoped', id);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: 'Forbidden' });
    const allowed = await call('/scoped', access);
    expect(allowed.status).toBe(200);
    const event = (await allowed.json()) as HttpEvent;
    expect(event.requestContext.authorizer?.jwt.scopes).toEqual([SCOPE]);
  });

  it('verifies many calls at once alike', async () => {
    const { access } = await someTokens();
    const bad = tampered(access, { payload: { ...decodeJwt(access), sub: 'somebody else' } });
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => (await call('/staff', index % 2 ? bad : access)).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
  });
});

describe('an issuer elsewhere', () => {
  it('is asked for its keys by its OpenID configuration', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const server = createServer((request, response) => {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const documents: Record<string, unknown> = {
        '/.well-known/openid-configuration': { issuer: base, jwks_uri: `${base}/keys` },
        '/keys': { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] },
      };
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify(documents[request.url ?? '']));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await protect('GET /partners', issuer, ['us']);
    const now = Math.floor(started.aws.context.clock.now() / 1000);
    const token = (claims: JWTPayload, kid = 'one', key: KeyObject = privateKey) =>
      new SignJWT({ iss: issuer, aud: 'us', exp: now + 60, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(key);
    expect((await call('/partners', await token({}))).status).toBe(200);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const bad = [
      token({ aud: ['them'] }),
      token({ aud: 'them', client_id: 'us' }),
      token({ iss: `${issuer}/` }),
      token({ nbf: now + 30 }),
      token({ iat: now + 30 }),
      token({ exp: now }),
      token({}, 'two'),
      token({}, 'one', stranger),
    ];
    for (const forgery of bad) await expectUnauthorized(await call('/partners', await forgery));
    await new Promise((resolve) => server.close(resolve));
  });
});
