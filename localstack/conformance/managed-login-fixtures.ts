import { randomBytes } from 'node:crypto';
import type {
  CognitoIdentityProvider,
  CreateUserPoolClientRequest,
  CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Visitor } from '../testing/visitor.ts';
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

/** Makes an identity provider of a pool, and lets the pool's client offer it. */
export async function offerProvider(
  cognito: CognitoIdentityProvider,
  { userPoolId: UserPoolId, clientId: ClientId }: LoginPool,
  { issuer, clientId, clientSecret }: { issuer: string; clientId: string; clientSecret: string },
): Promise<void> {
  await cognito.createIdentityProvider({
    UserPoolId,
    ProviderName: 'Company',
    ProviderType: 'OIDC',
    ProviderDetails: {
      client_id: clientId,
      client_secret: clientSecret,
      attributes_request_method: 'GET',
      oidc_issuer: issuer,
      authorize_scopes: 'openid email profile',
    },
    AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name' },
    IdpIdentifiers: ['company.example'],
  });
  const { UserPoolClient } = await cognito.describeUserPoolClient({ UserPoolId, ClientId });
  const {
    ClientSecret: _secret,
    CreationDate: _made,
    LastModifiedDate: _changed,
    ...settings
  } = UserPoolClient ?? {};
  await cognito.updateUserPoolClient({
    ...settings,
    UserPoolId,
    ClientId,
    SupportedIdentityProviders: ['COGNITO', 'Company'],
  });
}
