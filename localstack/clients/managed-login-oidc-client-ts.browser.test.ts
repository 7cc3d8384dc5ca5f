import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { UserManager } from 'oidc-client-ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aUser, PASSWORD, startCognito } from '../conformance/cognito-fixtures.ts';
import { aLoginPool, type LoginPool, offerProvider } from '../conformance/managed-login-fixtures.ts';
import { launchBrowser, skipWithoutBrowser } from '../testing/browser.ts';
import { startCompanyProvider } from '../testing/company-provider.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';

/** What the application's page offers to the test. */
declare global {
  var oidc: typeof import('oidc-client-ts');
  var users: UserManager;
}

describe.skipIf(skipWithoutBrowser)('oidc-client-ts, a certified client, in a browser', () => {
  let aws: StartedEmbedded;
  let cognito: CognitoIdentityProvider;
  let browser: Browser;
  let app: Server;
  let origin: string;
  let pool: LoginPool;
  let email: string;
  let page: Page;

  beforeAll(async () => {
    const library = await readFile(
      fileURLToPath(new URL('../browser/oidc-client-ts.min.js', import.meta.resolve('oidc-client-ts'))),
    );
    app = createServer((request, response) => {
      const isScript = request.url === '/oidc.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(
        isScript ? library : '<!doctype html><title>The application</title><script src="/oidc.js"></script>',
      );
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    origin = `http://localhost:${(app.address() as AddressInfo).port}`;
    ({ aws, cognito } = await startCognito());
    pool = await aLoginPool(
      { cognito, endpoint: aws.endpoint },
      {},
      {
        CallbackURLs: [`${origin}/callback`],
        LogoutURLs: [`${origin}/`],
      },
    );
    email = await aUser(cognito, pool);
    browser = await launchBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    app?.closeAllConnections();
    app?.close();
    await aws?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    page = await (await browser.newContext()).newPage();
  });

  /** Opens the application, with a client that knows the pool by its published configuration alone. */
  async function open(path = '/'): Promise<void> {
    if (path) await page.goto(`${origin}${path}`);
    await page.evaluate(
      ([metadataUrl, client_id, origin]) => {
        globalThis.users = new globalThis.oidc.UserManager({
          authority: metadataUrl,
          metadataUrl,
          client_id,
          redirect_uri: `${origin}/callback`,
          scope: 'openid email profile',
          loadUserInfo: true,
          automaticSilentRenew: false,
          revokeTokensOnSignout: true,
          // Cognito revokes no access tokens by themselves: they end with the refresh token.
          revokeTokenTypes: ['refresh_token'],
        });
      },
      [`${aws.endpoint}/${pool.userPoolId}/.well-known/openid-configuration`, pool.clientId, origin] as const,
    );
  }

  async function signIn(): Promise<void> {
    await open();
    await Promise.all([
      page.waitForURL(/\/login\?/),
      page.evaluate(() => void globalThis.users.signinRedirect()),
    ]);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/callback\?/);
    await open('');
    await page.evaluate(() => globalThis.users.signinRedirectCallback());
  }

  const profile = () => page.evaluate(async () => (await globalThis.users.getUser())?.profile);

  test('signs a person in on the page, and reads who that is', async () => {
    await signIn();
    expect(await profile()).toMatchObject({ email, token_use: 'id' });
  });

  test('renews the tokens', async () => {
    await signIn();
    const [before, after] = await page.evaluate(async () => {
      const before = (await globalThis.users.getUser())?.access_token;
      return [before, (await globalThis.users.signinSilent())?.access_token];
    });
    expect(after).toMatch(/^eyJ/);
    expect(after).not.toBe(before);
  });

  test('signs a person out: in the application, in the browser, and the refresh token', async () => {
    await signIn();
    const refresh = await page.evaluate(async () => (await globalThis.users.getUser())?.refresh_token);
    await Promise.all([
      page.waitForURL(`${origin}/`),
      page.evaluate(
        ([client_id, logout_uri]) =>
          void globalThis.users.signoutRedirect({ extraQueryParams: { client_id, logout_uri } }),
        [pool.clientId, `${origin}/`] as const,
      ),
    ]);
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refresh ?? '',
      client_id: pool.clientId,
    });
    const answer = await fetch(`${pool.url}/oauth2/token`, { method: 'POST', body });
    expect(await answer.json()).toEqual({ error: 'invalid_grant' });
    await open();
    await page.evaluate(() => void globalThis.users.signinRedirect());
    await page.waitForURL(/\/login\?/);
    expect(await page.getByLabel('Password').count()).toBe(1);
  });

  test('says what was wrong on the page, and keeps the name', async () => {
    await open();
    await Promise.all([
      page.waitForURL(/\/login\?/),
      page.evaluate(() => void globalThis.users.signinRedirect()),
    ]);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('Incorrect username or password.');
    expect(await page.getByLabel('Email').inputValue()).toBe(email);
  });

  test("signs a person in by the company's provider", async () => {
    const person = { sub: 'ann', email: 'ann@company.example', name: 'Ann Lee' };
    await using company = await startCompanyProvider([`${pool.url}/oauth2/idpresponse`], () => person);
    await offerProvider(cognito, pool, company);
    await open();
    await Promise.all([
      page.waitForURL(/\/login\?/),
      page.evaluate(() => void globalThis.users.signinRedirect()),
    ]);
    await page.getByRole('link', { name: 'Continue with Company' }).click();
    await page.waitForURL(/\/callback\?/);
    await open('');
    await page.evaluate(() => globalThis.users.signinRedirectCallback());
    expect(await profile()).toMatchObject({
      email: person.email,
      name: person.name,
      'cognito:username': 'Company_ann',
    });
  });

  test('is found by the name of the domain, too', async () => {
    const { port } = new URL(aws.endpoint);
    const query = new URLSearchParams({
      client_id: pool.clientId,
      response_type: 'code',
      redirect_uri: `${origin}/callback`,
    });
    await page.goto(`http://${pool.domain}.auth.us-east-1.localhost:${port}/oauth2/authorize?${query}`);
    expect(new URL(page.url()).pathname).toBe('/login');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/callback\?code=/);
  });
});
