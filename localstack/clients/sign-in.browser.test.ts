import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, skipWithoutBrowser } from '../testing/browser.ts';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { type Site, serveModule } from './site.ts';

/** What a page needs to know to sign somebody in. */
interface Target {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** What came of a sign-in: the user's name in the token, what is asked for next, or the error's name. */
type Outcome = { readonly username: string } | { readonly next: string } | { readonly error: string };

/** The function that a page's script puts on its window. */
type SignIn = (target: Target, name: string, password: string, next?: string) => Promise<Outcome>;

/** What a page's script offers to the test. */
declare global {
  var signIn: SignIn;
}

const identityJs = `
  import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
  window.signIn = ({ endpoint, userPoolId, clientId }, Username, Password, next) => {
    const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
    const user = new CognitoUser({ Username, Pool });
    return new Promise((resolve) => {
      const callbacks = {
        onSuccess: (session) => resolve({ username: session.getAccessToken().payload.username }),
        onFailure: (error) => resolve({ error: error.code ?? error.name }),
        newPasswordRequired: () => next === undefined
          ? resolve({ next: 'NEW_PASSWORD_REQUIRED' })
          : user.completeNewPasswordChallenge(next, {}, callbacks),
      };
      user.authenticateUser(new AuthenticationDetails({ Username, Password }), callbacks);
    });
  };
`;

const amplify = `
  import { Amplify } from 'aws-amplify';
  import { confirmSignIn, fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
  window.signIn = async ({ endpoint, userPoolId, clientId }, username, password, next) => {
    Amplify.configure({
      Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } },
    });
    try {
      await signOut();
      let { nextStep } = await signIn({ username, password });
      if (next !== undefined) ({ nextStep } = await confirmSignIn({ challengeResponse: next }));
      if (nextStep.signInStep === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') return { next: 'NEW_PASSWORD_REQUIRED' };
      if (nextStep.signInStep !== 'DONE') return { next: nextStep.signInStep };
      const { tokens } = await fetchAuthSession({ forceRefresh: true });
      return { username: tokens.accessToken.payload.username };
    } catch (error) {
      return { error: error.name };
    }
  };
`;

describe.skipIf(skipWithoutBrowser).each([
  { name: 'amazon-cognito-identity-js', script: identityJs },
  { name: 'aws-amplify', script: amplify },
])('$name in a browser', ({ script }) => {
  let aws: StartedEmbedded;
  let browser: Browser;
  let site: Site;
  let page: Page;
  let target: Target;

  beforeAll(async () => {
    [aws, browser, site] = await Promise.all([
      startEmbedded({ services: ['iam', 'sts', 'cognitoidentityprovider'] }),
      launchBrowser(),
      serveModule(script, import.meta.dirname),
    ]);
    target = await aPool(aws);
    page = await browser.newPage();
    await page.goto(site.origin);
    await page.waitForFunction('window.signIn');
  });

  afterAll(async () => {
    await browser?.close();
    await site?.[Symbol.asyncDispose]();
    await aws?.[Symbol.asyncDispose]();
  });

  const signIn = (name: string, password: string, next?: string): Promise<Outcome> =>
    page.evaluate(([...args]) => globalThis.signIn(...args), [target, name, password, next] as const);

  test('signs in by SRP, without sending the password', async () => {
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.postData() ?? ''));
    expect(await signIn('ada', 'Passw0rd!')).toEqual({ username: 'ada' });
    expect(sent.join()).not.toContain('Passw0rd!');
  });

  test('is refused with a wrong password', async () => {
    expect(await signIn('ada', 'wrong')).toEqual({ error: 'NotAuthorizedException' });
  });

  test('sets a new password where an administrator chose the first', async () => {
    expect(await signIn('grace', 'Temporary1!')).toEqual({ next: 'NEW_PASSWORD_REQUIRED' });
    expect(await signIn('grace', 'Temporary1!', 'MyOwn123!')).toEqual({ username: 'grace' });
    expect(await signIn('grace', 'MyOwn123!')).toEqual({ username: 'grace' });
  });
});

/** A pool with a confirmed user `ada` and an invited user `grace`, and a client that signs in by SRP. */
async function aPool({ client, endpoint }: StartedEmbedded): Promise<Target> {
  const cognito = client(CognitoIdentityProviderClient);
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'people' }));
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'web',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const ClientId = UserPoolClient?.ClientId ?? '';
  await cognito.send(new SignUpCommand({ ClientId, Username: 'ada', Password: 'Passw0rd!' }));
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: 'ada' }));
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: 'grace',
      TemporaryPassword: 'Temporary1!',
      MessageAction: 'SUPPRESS',
    }),
  );
  return { endpoint, userPoolId: UserPoolId, clientId: ClientId };
}
