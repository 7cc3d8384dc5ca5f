import type { CreateIdentityProviderRequest } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required, resourceNotFound, unsupported } from '../errors.ts';
import type { IdentityProvider, UserPool } from '../model.ts';
import type { CognitoStore } from '../store.ts';

/** Details that an OpenID Connect provider must have, and those that it may have. */
const REQUIRED = ['client_id', 'attributes_request_method', 'oidc_issuer', 'authorize_scopes'];
const OPTIONAL = [
  'client_secret',
  'authorize_url',
  'token_url',
  'attributes_url',
  'jwks_uri',
  'attributes_url_add_attributes',
];
const MOST = 300;

/** What a request sets of a provider. Throws InvalidParameterException, or NotImplemented naming what is not there. */
export function providerSettings(
  pool: UserPool,
  type: string | undefined,
  input: Pick<CreateIdentityProviderRequest, 'AttributeMapping' | 'IdpIdentifiers' | 'ProviderDetails'>,
): Pick<IdentityProvider, 'AttributeMapping' | 'IdpIdentifiers' | 'ProviderDetails'> {
  if (type !== 'OIDC') throw unsupported(`identity provider type ${type}`);
  const details = input.ProviderDetails ?? {};
  for (const name of REQUIRED) {
    if (!details[name]) throw invalidParameter(`${name} is required for OIDC identity provider`);
  }
  const unknown = Object.keys(details).find((name) => !REQUIRED.includes(name) && !OPTIONAL.includes(name));
  if (unknown !== undefined) throw unsupported(`OIDC provider detail ${unknown}`);
  if (!['GET', 'POST'].includes(details.attributes_request_method ?? '')) {
    throw invalidParameter('attributes_request_method must be either GET or POST');
  }
  if (!details.authorize_scopes?.split(' ').includes('openid')) {
    throw invalidParameter('authorize_scopes must contain openid');
  }
  const mapping = input.AttributeMapping ?? {};
  const known = new Set(['username', ...pool.schema.map(({ Name }) => Name ?? '')]);
  const stray = Object.keys(mapping).find((name) => !known.has(name));
  if (stray !== undefined) throw invalidParameter(`Invalid user attribute name: ${stray}`);
  return {
    ProviderDetails: { attributes_url_add_attributes: 'false', ...details },
    // The subject is who somebody is, whatever a mapping says.
    AttributeMapping: { ...mapping, username: 'sub' },
    IdpIdentifiers: input.IdpIdentifiers ?? [],
  };
}

/** Throws InvalidParameterException where another provider has one of the identifiers, or there are too many. */
export function requireFreeProvider(
  store: CognitoStore,
  pool: UserPool,
  name: string,
  identifiers: readonly string[],
): void {
  const providers = store.identityProviders(pool.id);
  for (const other of providers.values()) {
    if (other.ProviderName === name) continue;
    const taken = other.IdpIdentifiers?.find((identifier) => identifiers.includes(identifier));
    if (taken !== undefined) throw invalidParameter(`Identifier ${taken} is already in use.`);
  }
  if (!providers.has(name) && providers.size >= MOST) throw invalidParameter('Too many identity providers.');
}

/** A provider of a pool. Throws ResourceNotFoundException. */
export function providerOf(
  store: CognitoStore,
  poolId: string | undefined,
  name: string | undefined,
): IdentityProvider {
  const pool = store.pool(required(poolId, 'userPoolId'));
  const found = store.identityProviders(pool.id).get(required(name, 'providerName'));
  if (!found) throw resourceNotFound(`Identity provider ${name} does not exist.`);
  return found;
}

/** A provider as DescribeIdentityProvider shows it. */
export function describeProvider({ createdAt, updatedAt, ...provider }: IdentityProvider) {
  return { ...provider, CreationDate: new Date(createdAt), LastModifiedDate: new Date(updatedAt) };
}
