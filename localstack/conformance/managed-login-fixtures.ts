import { createHash, randomBytes } from 'node:crypto';
import type {
  CognitoIdentityProvider,
  CreateUserPoolClientRequest,
  CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { aPool, type Pool } from './cognito-fixtures.ts';

/** Where the applications of these tests wait; nothing listens there. */
export const CALLBACK = 'http://localhost:3000/callback';
/** Where they go after a sign-out. */
export const SIGNED_OUT = 'http://localhost:3000/signed-out';

/** A pool with a domain and a client for managed login. */
export interface LoginPool extends Pool {
  readonly domain: string;
  /** The domain's address at the AWS under test. */
  readonly url: string;
}

/** Makes a pool with a domain, and a public client that signs people in by code. */
export async function aLoginPool(
  { cognito, endpoint }: { readonly cognito: CognitoIdentityProvider; readonly endpoint: string },
  pool: Partial<CreateUserPoolRequest> = {},
  client: Partial<CreateUserPoolClientRequest> = {},
): Promise<LoginPool> {
  const made = await aPool(cognito, pool, {
    SupportedIdentityProviders: ['COGNITO'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email', 'profile'],
    CallbackURLs: [CALLBACK],
    LogoutURLs: [SIGNED_OUT],
    ...client,
  });
  const domain = `login-${randomBytes(6).toString('hex')}`;
  await cognito.createUserPoolDomain({ UserPoolId: made.userPoolId, Domain: domain, ManagedLoginVersion: 2 });
  return { ...made, domain, url: `${endpoint}/_cognito/${domain}` };
}

/** A page that was shown, or where a browser was sent. */
export interface Shown {
  readonly status: number;
  /** Where a redirection leads, with the host that was asked where it names none. */
  readonly location: URL | undefined;
  readonly text: string;
  readonly headers: Headers;
}

/** As much of a browser as a sign-in needs: cookies, and forms by what stands in them. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  /** Opens an address; redirections are left to the test. */
  async open(url: string | URL, init: RequestInit = {}): Promise<Shown> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, ...init.headers } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    return {
      status: answer.status,
      location: location === null ? undefined : new URL(location, url),
      text: await answer.text(),
      headers: answer.headers,
    };
  }

  /** Opens an address and follows what stays at the same host. */
  async follow(url: string | URL): Promise<Shown> {
    let shown = await this.open(url);
    const { host } = new URL(url);
    while (shown.location?.host === host) shown = await this.open(shown.location);
    return shown;
  }

  /** Sends the form of a page whose action ends in `path`, with `fields` filled in. */
  submit(page: Shown, origin: string, path: string, fields: Record<string, string>): Promise<Shown> {
    const form = [...page.text.matchAll(/<form method="post" action="([^"]*)">([\s\S]*?)<\/form>/g)].find(
      ([, action = '']) => new URL(unescaped(action), origin).pathname.endsWith(path),
    );
    if (!form) throw new Error(`The page has no form for ${path}: ${page.text}`);
    const [, action = '', content = ''] = form;
    const body = new URLSearchParams();
    for (const [, name = '', value = ''] of content.matchAll(
      /type="hidden" name="([^"]*)" value="([^"]*)"/g,
    )) {
      body.set(unescaped(name), unescaped(value));
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.open(new URL(unescaped(action), origin), { method: 'POST', body });
  }
}

function unescaped(text: string): string {
  const letters: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => letters[name] ?? '');
}

/** A verifier of PKCE and its challenge. */
export function aVerifier() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The address at which a sign-in begins. */
export function authorizeUrl(
  { url, clientId }: LoginPool,
  parameters: Record<string, string | undefined> = {},
): URL {
  const target = new URL(`${url}/oauth2/authorize`);
  const all = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid email profile',
    ...parameters,
  };
  for (const [name, value] of Object.entries(all))
    if (value !== undefined) target.searchParams.set(name, value);
  return target;
}

/** Signs in on the page, and returns what the application is sent. */
export async function codeBySignIn(
  pool: LoginPool,
  visitor: Visitor,
  username: string,
  password: string,
  parameters: Record<string, string> = {},
): Promise<URLSearchParams> {
  const page = await visitor.follow(authorizeUrl(pool, parameters));
  const { location } = await visitor.submit(page, pool.url, '/login', { username, password });
  if (!location) throw new Error('Nobody was sent back.');
  return location.hash ? new URLSearchParams(location.hash.slice(1)) : location.searchParams;
}

/** Asks the token endpoint. */
export async function askForTokens(
  { url, clientId }: LoginPool,
  fields: Record<string, string | undefined>,
  headers: Record<string, string> = {},
) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries({ client_id: clientId, ...fields }))
    if (value !== undefined) body.set(name, value);
  const answer = await fetch(`${url}/oauth2/token`, { method: 'POST', body, headers });
  const json = (await answer.json()) as Record<string, string>;
  return { status: answer.status, ...json } as { readonly status: number } & Readonly<
    Record<string, string | undefined>
  >;
}
