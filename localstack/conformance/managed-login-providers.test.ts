import { randomUUID } from 'node:crypto';
import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { skipElsewhere } from '../testing/backend.ts';
import {
  type CompanyPerson,
  type CompanyProvider,
  startCompanyProvider,
} from '../testing/company-provider.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { Visitor } from '../testing/visitor.ts';
import { aPool, functionArn, PASSWORD, startCognito, stubFunctions } from './cognito-fixtures.ts';
import {
  aLoginPool,
  askForTokens,
  authorizeUrl,
  CALLBACK,
  type LoginPool,
  offerProvider,
} from './managed-login-fixtures.ts';

interface TriggerEvent {
  readonly triggerSource: string;
  readonly userName: string;
  readonly request: { readonly userAttributes: Record<string, string> };
}

let aws: StartedEmbedded;
let cognito: CognitoIdentityProvider;
let company: CompanyProvider;
let pool: LoginPool;
let person: CompanyPerson;
const fired: TriggerEvent[] = [];

beforeAll(async () => {
  ({ aws, cognito } = await startCognito());
  stubFunctions(aws.context, {
    watch: (event: TriggerEvent) => {
      fired.push(event);
      return event;
    },
  });
  const arn = functionArn('watch');
  pool = await aLoginPool(
    { cognito, endpoint: aws.endpoint },
    {
      LambdaConfig: {
        PreSignUp: arn,
        PostConfirmation: arn,
        PreAuthentication: arn,
        PostAuthentication: arn,
        PreTokenGeneration: arn,
      },
    },
  );
  company = await startCompanyProvider([`${pool.url}/oauth2/idpresponse`], () => person);
  await offerProvider(cognito, pool, company);
});

// Elsewhere a domain is another host, behind TLS or not there at all.
beforeEach(() => skipElsewhere('the addresses of the embedded AWS'));
afterAll(async () => {
  await company[Symbol.asyncDispose]();
  await aws[Symbol.asyncDispose]();
});

beforeEach(() => {
  const sub = randomUUID();
  person = { sub, email: `${sub}@company.example`, name: 'Ann Lee' };
  fired.length = 0;
});

/** Follows a browser until it is sent to the application. */
async function back(visitor: Visitor, from: URL): Promise<URL> {
  // A browser keeps the cookies of the two servers apart.
  const elsewhere = new Visitor();
  let target = from;
  for (let hops = 0; hops < 12; hops++) {
    if (target.href.startsWith(CALLBACK)) return target;
    const { location, text } = await (target.href.startsWith(pool.url) ? visitor : elsewhere).open(target);
    if (!location) throw new Error(`Nobody was sent on from ${target}: ${text}`);
    target = location;
  }
  throw new Error('Nobody was ever sent back.');
}

async function tokensByCompany(parameters: Record<string, string> = { identity_provider: 'Company' }) {
  const { searchParams } = await back(new Visitor(), authorizeUrl(pool, parameters));
  const code = searchParams.get('code') ?? String(searchParams);
  return askForTokens(pool, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
}

describe('a sign-in by an identity provider', () => {
  it('makes a user of the pool at the first time, named after provider and subject', async () => {
    const tokens = await tokensByCompany();
    const Username = `Company_${person.sub}`;
    const user = await cognito.adminGetUser({ UserPoolId: pool.userPoolId, Username });
    expect(user).toMatchObject({ Username, UserStatus: 'EXTERNAL_PROVIDER', Enabled: true });
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({
      email: person.email,
      email_verified: true,
      name: person.name,
      'cognito:username': Username,
      'cognito:groups': [`${pool.userPoolId}_Company`],
      identities: [{ userId: person.sub, providerName: 'Company', providerType: 'OIDC', primary: 'true' }],
    });
  });

  it('calls the triggers of a sign-up first, and those of a sign-in later', async () => {
    await tokensByCompany();
    expect(fired.map(({ triggerSource }) => triggerSource)).toEqual([
      'PreSignUp_ExternalProvider',
      'PostConfirmation_ConfirmSignUp',
      'TokenGeneration_HostedAuth',
    ]);
    expect(fired[0]?.request.userAttributes).toMatchObject({ email: person.email });
    fired.length = 0;
    await tokensByCompany();
    expect(fired.map(({ triggerSource }) => triggerSource)).toEqual([
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_HostedAuth',
    ]);
  });

  it('takes over what the provider says now', async () => {
    await tokensByCompany();
    person = { ...person, name: 'Ann Park' };
    const { id_token = '' } = await tokensByCompany();
    expect(decodeJwt(id_token)).toMatchObject({ name: 'Ann Park' });
  });

  it('is found by an identifier, and offered on the page', async () => {
    expect(await tokensByCompany({ idp_identifier: 'company.example' })).toMatchObject({ status: 200 });
    const page = await new Visitor().follow(authorizeUrl(pool));
    expect(page.text).toContain('Continue with Company');
  });

  it('is refused to somebody who is disabled', async () => {
    await tokensByCompany();
    await cognito.adminDisableUser({ UserPoolId: pool.userPoolId, Username: `Company_${person.sub}` });
    const { searchParams } = await back(new Visitor(), authorizeUrl(pool, { identity_provider: 'Company' }));
    expect(Object.fromEntries(searchParams)).toEqual({
      error: 'invalid_request',
      error_description: 'User is disabled.',
    });
  });

  it('counts in the browser that began it alone', async () => {
    const visitor = new Visitor();
    const { location: atCompany } = await visitor.open(authorizeUrl(pool, { identity_provider: 'Company' }));
    const stolen = `${pool.url}/oauth2/idpresponse?code=c&state=${atCompany?.searchParams.get('state')}`;
    expect((await new Visitor().open(stolen)).location?.pathname).toBe(`/_cognito/${pool.domain}/error`);
  });

  it('signs in as the user to whom an administrator linked it', async () => {
    const { UserPoolId, Username } = { UserPoolId: pool.userPoolId, Username: `${randomUUID()}@example.com` };
    await cognito.adminCreateUser({ UserPoolId, Username, MessageAction: 'SUPPRESS' });
    await cognito.adminSetUserPassword({ UserPoolId, Username, Password: PASSWORD, Permanent: true });
    await cognito.adminLinkProviderForUser({
      UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: Username },
      SourceUser: {
        ProviderName: 'Company',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: person.sub,
      },
    });
    const known = await cognito.adminGetUser({ UserPoolId, Username });
    const { access_token = '' } = await tokensByCompany();
    expect(decodeJwt(access_token).username).toBe(known.Username);
  });
});

describe('identity providers', () => {
  const details = {
    client_id: 'c',
    client_secret: 's',
    attributes_request_method: 'GET',
    oidc_issuer: 'https://id.example',
    authorize_scopes: 'openid',
  };

  it('are kept until they are deleted', async () => {
    const { userPoolId: UserPoolId } = await aPool(cognito);
    const key = { UserPoolId, ProviderName: 'Acme' };
    await cognito.createIdentityProvider({
      ...key,
      ProviderType: 'OIDC',
      ProviderDetails: details,
      IdpIdentifiers: ['acme'],
    });
    await cognito.updateIdentityProvider({ ...key, AttributeMapping: { email: 'mail' } });
    const { IdentityProvider } = await cognito.describeIdentityProvider(key);
    expect(IdentityProvider).toMatchObject({
      ...key,
      ProviderType: 'OIDC',
      ProviderDetails: details,
      AttributeMapping: { email: 'mail', username: 'sub' },
      IdpIdentifiers: ['acme'],
    });
    const { Providers } = await cognito.listIdentityProviders({ UserPoolId });
    expect(Providers).toMatchObject([{ ProviderName: 'Acme', ProviderType: 'OIDC' }]);
    const found = await cognito.getIdentityProviderByIdentifier({ UserPoolId, IdpIdentifier: 'acme' });
    expect(found.IdentityProvider?.ProviderName).toBe('Acme');
    await cognito.deleteIdentityProvider(key);
    await expect(cognito.describeIdentityProvider(key)).rejects.toThrow(
      'Identity provider Acme does not exist.',
    );
  });

  it('of another type are refused by name', async () => {
    const { userPoolId: UserPoolId } = await aPool(cognito);
    await expect(
      cognito.createIdentityProvider({
        UserPoolId,
        ProviderName: 'Google',
        ProviderType: 'Google',
        ProviderDetails: { client_id: 'c' },
      }),
    ).rejects.toThrow('identity provider type Google');
  });

  it('need an issuer', async () => {
    const { userPoolId: UserPoolId } = await aPool(cognito);
    const { oidc_issuer: _, ...ProviderDetails } = details;
    await expect(
      cognito.createIdentityProvider({
        UserPoolId,
        ProviderName: 'Acme',
        ProviderType: 'OIDC',
        ProviderDetails,
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
