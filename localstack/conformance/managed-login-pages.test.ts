import { randomUUID } from 'node:crypto';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { skipElsewhere } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { type Shown, Visitor } from '../testing/visitor.ts';
import { aPool, aUser, codeFor, PASSWORD, startCognito } from './cognito-fixtures.ts';
import { aLoginPool, authorizeUrl, CALLBACK, type LoginPool } from './managed-login-fixtures.ts';

const NEW_PASSWORD = 'Another-Horse-8';

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let pool: LoginPool;

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  pool = await aLoginPool({ cognito, endpoint: aws.endpoint });
});

// Elsewhere a domain is another host, behind TLS or not there at all.
beforeEach(() => skipElsewhere('the addresses of the embedded AWS'));
afterAll(() => aws[Symbol.asyncDispose]());

/** A browser that was sent to the login page. */
async function atLogin(to = pool) {
  const visitor = new Visitor();
  const page = await visitor.follow(authorizeUrl(to));
  const submit = (from: Shown, path: string, fields: Record<string, string>) =>
    visitor.submit(from, to.url, path, fields);
  return { visitor, page, submit };
}

const isBack = ({ location }: Shown) => location?.href.startsWith(`${CALLBACK}?code=`) ?? false;

describe('the sign-in page', () => {
  it('says that name or password is wrong, and not which', async () => {
    const { page, submit } = await atLogin();
    const email = await aUser(cognito, pool);
    for (const username of [email, `${randomUUID()}@example.com`]) {
      const shown = await submit(page, '/login', { username, password: 'Wrong-Horse-7' });
      expect(shown.text).toContain('Incorrect username or password.');
    }
  });

  it('locks somebody out who guesses, as InitiateAuth does', async () => {
    const { page, submit } = await atLogin();
    const username = await aUser(cognito, pool);
    for (let guess = 0; guess < 5; guess++)
      await submit(page, '/login', { username, password: 'Wrong-Horse-7' });
    const shown = await submit(page, '/login', { username, password: PASSWORD });
    expect(shown.text).toContain('Password attempts exceeded');
  });

  it('writes what was sent to it as text alone', async () => {
    const { page, submit } = await atLogin();
    const shown = await submit(page, '/login', { username: '"><script>alert(1)</script>', password: 'x' });
    expect(shown.text).not.toContain('<script>');
    expect(shown.text).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('takes no form that another site has sent', async () => {
    const { page, submit, visitor } = await atLogin();
    const fields = { username: await aUser(cognito, pool), password: PASSWORD };
    const forged = await submit(page, '/login', { ...fields, _csrf: 'forged' });
    expect(forged.location?.pathname).toBe(`/_cognito/${pool.domain}/error`);
    visitor.cookies.clear();
    expect((await submit(page, '/login', fields)).location?.pathname).toBe(`/_cognito/${pool.domain}/error`);
  });

  it('lets no other site frame it, runs no script, and keeps cookies from scripts', async () => {
    const { page } = await atLogin();
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; .*frame-ancestors 'none'/,
    );
    expect(page.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Lax/);
  });

  it('is not there for a client without an identity provider', async () => {
    const closed = await aLoginPool(
      { cognito, endpoint: aws.endpoint },
      {},
      { SupportedIdentityProviders: [] },
    );
    const page = await new Visitor().follow(authorizeUrl(closed));
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('Login pages unavailable')]);
  });
});

describe('somebody with a temporary password', () => {
  it('chooses one of their own, and is signed in', async () => {
    const Username = `${randomUUID()}@example.com`;
    await cognito.adminCreateUser({
      UserPoolId: pool.userPoolId,
      Username,
      TemporaryPassword: 'Temporary-1',
      MessageAction: 'SUPPRESS',
    });
    const { page, submit } = await atLogin();
    const asked = await submit(page, '/login', { username: Username, password: 'Temporary-1' });
    const short = await submit(asked, '/changePassword', { password: 'short', confirmation: 'short' });
    expect(short.text).toContain('Password did not conform with policy');
    const unlike = await submit(short, '/changePassword', { password: NEW_PASSWORD, confirmation: PASSWORD });
    expect(unlike.text).toContain('The two passwords are not the same.');
    const done = await submit(unlike, '/changePassword', {
      password: NEW_PASSWORD,
      confirmation: NEW_PASSWORD,
    });
    expect(isBack(done)).toBe(true);
  });
});

describe('a pool that demands a second factor', () => {
  it('has people set one up, and asks for its code from then on', async () => {
    const strict = await aLoginPool({ cognito, endpoint: aws.endpoint });
    await cognito.setUserPoolMfaConfig({
      UserPoolId: strict.userPoolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const username = await aUser(cognito, strict);
    const first = await atLogin(strict);
    const setUp = await first.submit(first.page, '/login', { username, password: PASSWORD });
    const secret = /secret=([A-Z2-7]+)/.exec(setUp.text)?.[1] ?? '';
    expect(setUp.text).toContain('otpauth://totp/');
    const codeAt = (timestamp: number) => new TOTP({ secret }).generate({ timestamp });
    const { clock } = aws.context;
    const wrong = await first.submit(setUp, '/mfa/setup', { code: codeAt(clock.now() - 600_000) });
    expect(wrong.text).toContain('This code is not right.');
    expect(isBack(await first.submit(wrong, '/mfa/setup', { code: codeAt(clock.now()) }))).toBe(true);
    await aws.aws.clock.advance(60_000);
    const second = await atLogin(strict);
    const asked = await second.submit(second.page, '/login', { username, password: PASSWORD });
    const again = await second.submit(asked, '/mfa', { code: codeAt(clock.now() - 600_000) });
    expect(again.text).toContain('This code is not right.');
    expect(isBack(await second.submit(again, '/mfa', { code: codeAt(clock.now()) }))).toBe(true);
  });
});

describe('a form that names somebody else', () => {
  const fields = { password: NEW_PASSWORD, confirmation: PASSWORD };

  it('shows no address of theirs, without a session or with that of another sign-in', async () => {
    const [victim, Username] = [await aUser(cognito, pool), `${randomUUID()}@example.com`];
    const { sub = '' } = Object.fromEntries(
      (
        (await cognito.adminGetUser({ UserPoolId: pool.userPoolId, Username: victim })).UserAttributes ?? []
      ).map(({ Name, Value }) => [Name, Value]),
    );
    await cognito.adminCreateUser({
      UserPoolId: pool.userPoolId,
      Username,
      TemporaryPassword: 'Temporary-1',
      MessageAction: 'SUPPRESS',
    });
    const { page, submit } = await atLogin();
    const own = await submit(page, '/login', { username: Username, password: 'Temporary-1' });
    const shown = await submit(own, '/changePassword', { ...fields, username: sub });
    expect(shown.text).not.toContain(victim);
    const none = await submit(own, '/changePassword', { ...fields, username: sub, session: 'none' });
    expect(none.text).not.toContain(victim);
    expect(none.text).toContain('Please sign in again.');
  });

  it('shows no key of a second factor that they are setting up', async () => {
    const strict = await aLoginPool({ cognito, endpoint: aws.endpoint });
    await cognito.setUserPoolMfaConfig({
      UserPoolId: strict.userPoolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const [victim, attacker] = [await aUser(cognito, strict), await aUser(cognito, strict)];
    const keyOf = ({ text }: Shown) => /secret=([A-Z2-7]+)/.exec(text)?.[1];
    const setUp = async (username: string) => {
      const { page, submit } = await atLogin(strict);
      return { submit, shown: await submit(page, '/login', { username, password: PASSWORD }) };
    };
    const [theirs, own] = [await setUp(victim), await setUp(attacker)];
    const { Username = '' } = await cognito.adminGetUser({ UserPoolId: strict.userPoolId, Username: victim });
    const again = await own.submit(own.shown, '/mfa/setup', { username: Username, code: '000000' });
    expect(keyOf(again)).toBe(keyOf(own.shown));
    expect(keyOf(again)).not.toBe(keyOf(theirs.shown));
  });
});

describe('somebody who forgot their password', () => {
  it('chooses another one by a code', async () => {
    const username = await aUser(cognito, pool);
    const { page, submit, visitor } = await atLogin();
    const link = /href="([^"]*\/forgotPassword\?[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const asked = await visitor.open(new URL(link, pool.url));
    const sent = await submit(asked, '/forgotPassword', { username });
    const fields = { password: NEW_PASSWORD, confirmation: NEW_PASSWORD };
    const wrong = await submit(sent, '/confirmForgotPassword', { ...fields, code: 'abcdef' });
    expect(wrong.text).toContain('This code is not right.');
    const changed = await submit(wrong, '/confirmForgotPassword', {
      ...fields,
      code: await codeFor(aws, pool, username),
    });
    expect(changed.text).toContain('Your password is changed.');
    expect(isBack(await submit(changed, '/login', { username, password: NEW_PASSWORD }))).toBe(true);
  });
});

describe('somebody without an account', () => {
  it('makes one, and proves the address by a code', async () => {
    const username = `${randomUUID()}@example.com`;
    const { page, submit, visitor } = await atLogin();
    const link = /href="([^"]*\/signup\?[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const form = await visitor.open(new URL(link, pool.url));
    const fields = { username, password: PASSWORD, confirmation: PASSWORD };
    const asked = await submit(form, '/signup', fields);
    // Whoever comes back without the code is asked for it again.
    const early = await submit(page, '/login', fields);
    expect(early.text).toContain('Confirm your account');
    const confirmed = await submit(asked, '/confirmUser', { code: await codeFor(aws, pool, username) });
    expect(confirmed.text).toContain('Your account is confirmed.');
    expect(isBack(await submit(confirmed, '/login', { username, password: PASSWORD }))).toBe(true);
  });

  it('is sent another code', async () => {
    const username = `${randomUUID()}@example.com`;
    const { submit, visitor } = await atLogin();
    const form = await visitor.open(`${pool.url}/signup?${authorizeUrl(pool).searchParams}`);
    const asked = await submit(form, '/signup', { username, password: PASSWORD, confirmation: PASSWORD });
    const before = await codeFor(aws, pool, username);
    expect((await submit(asked, '/resendcode', {})).text).toContain('A new code is on its way.');
    expect(await codeFor(aws, pool, username)).not.toBe(before);
  });

  it('makes none where only administrators do', async () => {
    const invited = await aLoginPool(
      { cognito, endpoint: aws.endpoint },
      { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
    );
    const { page, visitor } = await atLogin(invited);
    expect(page.text).not.toContain('/signup?');
    const form = await visitor.follow(`${invited.url}/signup?${authorizeUrl(invited).searchParams}`);
    expect(form.text).toContain('SignUp is not permitted for this user pool');
  });
});

describe('where the pages are', () => {
  /** Where a sign-in is sent on to by a host. Fetch sets no Host of another machine, so this asks by node:http. */
  function locationAt(host: string): Promise<string | undefined> {
    const { get } = process.getBuiltinModule('node:http');
    const { pathname, search } = authorizeUrl(pool);
    const path = `${pathname.slice(`/_cognito/${pool.domain}`.length)}${search}`;
    const { port } = new URL(aws.endpoint);
    return new Promise((resolve, reject) => {
      const asked = { host: '127.0.0.1', port, path, headers: { host } };
      get(asked, ({ headers }) => resolve(headers.location)).on('error', reject);
    });
  }

  it.each([
    ['of AWS', 'amazoncognito.com'],
    ['of this machine', 'localhost:4566'],
  ])('is also the host %s', async (_what, suffix) => {
    expect(await locationAt(`${pool.domain}.auth.us-east-1.${suffix}`)).toMatch(/^\/login\?client_id=/);
  });

  it('is also the host of a custom domain', async () => {
    const Domain = 'sign-in.example.com';
    const CertificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/1';
    await cognito.createUserPoolDomain({
      UserPoolId: pool.userPoolId,
      Domain,
      CustomDomainConfig: { CertificateArn },
    });
    expect(await locationAt(Domain)).toMatch(/^\/login\?client_id=/);
    expect((await fetch(`${aws.endpoint}/_cognito/${Domain}/login`)).status).toBe(400);
  });

  it.each(['127.0.0.1', 'localhost', '../x', 'a b.com'])('is never the host %s', async (Domain) => {
    const { userPoolId: UserPoolId } = await aPool(cognito);
    const CustomDomainConfig = { CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/x' };
    await expect(
      cognito.createUserPoolDomain({ UserPoolId, Domain, CustomDomainConfig }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(cognito.describeUserPool({ UserPoolId })).resolves.toBeDefined();
  });

  it('is nowhere for a domain that is not there', async () => {
    expect((await fetch(`${aws.endpoint}/_cognito/nobody/login`)).status).toBe(404);
  });
});
