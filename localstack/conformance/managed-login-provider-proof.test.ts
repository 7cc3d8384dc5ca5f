import { randomUUID } from 'node:crypto';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { skipElsewhere } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { type ForgingProvider, startForgingProvider } from '../testing/forging-provider.ts';
import { Visitor } from '../testing/visitor.ts';
import { PASSWORD, startCognito } from './cognito-fixtures.ts';
import {
  aLoginPool,
  askForTokens,
  authorizeUrl,
  CALLBACK,
  type LoginPool,
  offerProvider,
} from './managed-login-fixtures.ts';

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let company: ForgingProvider;
let pool: LoginPool;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  company = await startForgingProvider();
  // Names of one's own choice, in which case makes no difference.
  pool = await aLoginPool(
    { cognito, endpoint: aws.endpoint },
    { UsernameAttributes: [], UsernameConfiguration: { CaseSensitive: false } },
  );
  await offerProvider(cognito, pool, company);
});

// Elsewhere a domain is another host, behind TLS or not there at all.
beforeEach(() => skipElsewhere('the addresses of the embedded AWS'));
afterAll(async () => {
  await company[Symbol.asyncDispose]();
  await aws[Symbol.asyncDispose]();
});

/** What the application is sent after a sign-in whose ID token has `claims` in place of the right ones. */
async function answerTo(claims: Record<string, unknown>, alg?: 'HS256' | 'none'): Promise<URLSearchParams> {
  const visitor = new Visitor();
  const { location } = await visitor.open(authorizeUrl(pool, { identity_provider: 'Company' }));
  const { nonce, state = '' } = Object.fromEntries(location?.searchParams ?? []);
  company.answer({ sub: randomUUID(), nonce, aud: company.clientId, iss: company.issuer, ...claims }, alg);
  const back = new URLSearchParams({ code: 'c', state });
  return (await visitor.open(`${pool.url}/oauth2/idpresponse?${back}`)).location?.searchParams ?? back;
}

describe('an ID token of a provider', () => {
  it('proves a person', async () => {
    expect((await answerTo({})).get('code')).toBeTruthy();
  });

  it.each([
    ['without a nonce', { nonce: undefined }],
    ['with another nonce', { nonce: 'another' }],
    ['of another issuer', { iss: 'http://127.0.0.1:1' }],
    ['for another client', { aud: 'another' }],
    ['that never ends', { exp: undefined }],
    ['that has ended', { exp: 1 }],
    ['without a subject', { sub: undefined }],
  ])('%s proves nobody', async (_what, claims) => {
    expect(Object.fromEntries(await answerTo(claims))).toMatchObject({ error: 'invalid_request' });
  });

  it.each([
    ['none', {}],
    ['no list', { keys: 'none' }],
    ['no keys', { keys: ['a key'] }],
  ])('whose keys are %s proves nobody', async (_what, document) => {
    company.showKeys(document);
    const answer = Object.fromEntries(await answerTo({}));
    company.showKeys();
    expect(answer).toMatchObject({ error: 'invalid_request' });
  });

  it.each(['none', 'HS256'] as const)('signed by %s proves nobody', async (alg) => {
    expect(Object.fromEntries(await answerTo({}, alg))).toMatchObject({ error: 'invalid_request' });
  });
});

describe('the name that a provider gives a user', () => {
  it('is not theirs where somebody signed up by it before', async () => {
    const sub = randomUUID();
    const key = { UserPoolId: pool.userPoolId, Username: `Company_${sub}` };
    await cognito.adminCreateUser({ ...key, MessageAction: 'SUPPRESS' });
    await cognito.adminSetUserPassword({ ...key, Password: PASSWORD, Permanent: true });
    expect((await answerTo({ sub })).get('error_description')).toBe('User account already exists');
  });

  it('is not that of a subject which differs by its case', async () => {
    const sub = `a${randomUUID()}`;
    const code = (await answerTo({ sub })).get('code') ?? '';
    const grant = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
    const { access_token = '' } = await askForTokens(pool, grant);
    expect(decodeJwt(access_token).username).toBe(`Company_${sub}`);
    const other = await answerTo({ sub: sub.toUpperCase() });
    expect(other.get('error_description')).toBe('User account already exists');
  });
});
