import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anAddress, aUser, PASSWORD, startCognito } from '../conformance/cognito-fixtures.ts';
import {
  aLoginPool,
  authorizeUrl,
  type LoginPool,
  offerProvider,
} from '../conformance/managed-login-fixtures.ts';
import { launchBrowser, skipWithoutBrowser } from '../testing/browser.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';

/** What axe-core, which is run in each page, offers to the test. */
declare global {
  var axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
}

/** A name without a place to break it. */
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

const looks = [
  { colorScheme: 'light', width: 400 },
  { colorScheme: 'dark', width: 400 },
  { colorScheme: 'light', width: 1100 },
  { colorScheme: 'dark', width: 1100 },
] as const;

describe.skipIf(skipWithoutBrowser)('the pages of managed login', () => {
  let aws: StartedEmbedded;
  let cognito: CognitoIdentityProvider;
  let browser: Browser;
  let axe: string;
  /** Offers a provider and lets people sign up. */
  let open: LoginPool;
  /** Demands a second factor. */
  let strict: LoginPool;

  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    ({ aws, cognito } = await startCognito());
    const place = { cognito, endpoint: aws.endpoint };
    const Schema = [{ Name: 'name', AttributeDataType: 'String' as const, Required: true, Mutable: true }];
    open = await aLoginPool(place, { Schema }, { ClientName: LONG });
    await offerProvider(cognito, open, { issuer: 'http://127.0.0.1:1', clientId: 'c', clientSecret: 's' });
    strict = await aLoginPool(place, {}, {});
    await cognito.setUserPoolMfaConfig({
      UserPoolId: strict.userPoolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    browser = await launchBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await aws?.[Symbol.asyncDispose]();
  });

  describe.each(looks)('$colorScheme, $width px wide', ({ colorScheme, width }) => {
    let page: Page;
    const complaints: string[] = [];

    beforeEach(async () => {
      // Axe is put into pages whose policy lets no script in.
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        bypassCSP: true,
      });
      page = await context.newPage();
      complaints.length = 0;
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
    });

    /** Holds the page that is shown to what helps everybody: contrast, labels, nothing cut off. */
    async function look(title: string): Promise<void> {
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
      await page.evaluate(axe);
      const faults = await page.evaluate(async () => {
        const { violations } = await globalThis.axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
      });
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect({ faults, complaints, overflow }).toEqual({
        faults: [],
        complaints: [],
        overflow: 0,
      });
    }

    async function signIn(pool: LoginPool, username: string, password: string): Promise<void> {
      await page.goto(authorizeUrl(pool).href);
      await page.locator('#username').fill(username);
      await page.locator('#password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    }

    test('sign-in, with what went wrong', async () => {
      await page.goto(authorizeUrl(open).href);
      await look('Sign in');
      await signIn(open, `${LONG}@example.com`, 'Wrong-Horse-7');
      await look('Sign in');
    });

    test('sign-up, and its code', async () => {
      await page.goto(authorizeUrl(open).href);
      await page.getByRole('link', { name: 'Create one' }).click();
      await look('Create an account');
      await page.locator('#username').fill(anAddress());
      await page.locator('#name').fill('Ann');
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#confirmation').fill(PASSWORD);
      await page.getByRole('button').click();
      await look('Confirm your account');
    });

    test('a forgotten password', async () => {
      const email = await aUser(cognito, strict);
      await page.goto(authorizeUrl(strict).href);
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await look('Forgot your password?');
      await page.locator('#username').fill(email);
      await page.getByRole('button').click();
      await look('Choose a new password');
    });

    test('a password of their own, and a second factor', async () => {
      const Username = anAddress();
      await cognito.adminCreateUser({
        UserPoolId: strict.userPoolId,
        Username,
        TemporaryPassword: 'Temporary-1',
        MessageAction: 'SUPPRESS',
      });
      await signIn(strict, Username, 'Temporary-1');
      await look('Choose a password');
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#confirmation').fill(PASSWORD);
      await page.getByRole('button').click();
      await look('Set up a second factor');
    });

    test('an error that no application is told of', async () => {
      await page.goto(`${open.url}/error?error=redirect_mismatch`);
      complaints.length = 0;
      await look('This did not work');
    });
  });
});
