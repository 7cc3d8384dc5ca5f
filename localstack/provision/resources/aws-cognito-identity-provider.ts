import type { IdentityProviderType } from '@aws-sdk/client-cognito-identity-provider';
import { type Decoded, list, map, optional, text } from '../arguments.ts';
import { differs, mapDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  provider_name: text,
  provider_type: text,
  user_pool_id: text,
  provider_details: map(text),
  attribute_mapping: optional(map(text)),
  idp_identifiers: optional(list(text)),
};

/** Who else proves people to a pool. */
export default defineResource<typeof FIELDS, IdentityProviderType>({
  type: 'aws_cognito_identity_provider',
  arguments: FIELDS,
  example: {
    i: {
      provider_name: 'Company',
      provider_type: 'OIDC',
      user_pool_id: ref('aws_cognito_user_pool.p.id'),
      provider_details: {
        client_id: 'fixture',
        client_secret: 'not a secret',
        attributes_request_method: 'GET',
        oidc_issuer: 'https://id.example.com',
        authorize_scopes: 'openid email',
      },
      attribute_mapping: { username: 'sub', email: 'email' },
      idp_identifiers: ['example.com'],
    },
  },
  attributes: ['id'],
  within: 'user_pool_id',
  foundBy: ['user_pool_id', 'provider_name'],
  fixed: { provider_type: (provider) => provider.ProviderType ?? '' },

  async read(wanted, { aws }) {
    const cognito = await aws.cognito();
    const found = await unlessNotFound(
      cognito.describeIdentityProvider({
        UserPoolId: wanted.user_pool_id,
        ProviderName: wanted.provider_name,
      }),
      'ResourceNotFoundException',
    );
    return found?.IdentityProvider;
  },

  async create(wanted, { aws }) {
    const { IdentityProvider } = await (await aws.cognito()).createIdentityProvider({
      ...providerOf(wanted),
      ProviderType: wanted.provider_type as IdentityProviderType['ProviderType'],
    });
    return IdentityProvider as IdentityProviderType;
  },

  async update(wanted, found, { aws }) {
    const provider = providerOf(wanted);
    const { AttributeMapping, ...others } = provider;
    // Cognito maps the subject to the username by itself.
    const mapping = { username: 'sub', ...AttributeMapping };
    if (!differs(others, found) && !mapDiffers(mapping, found.AttributeMapping)) return undefined;
    const { IdentityProvider } = await (await aws.cognito()).updateIdentityProvider(provider);
    return IdentityProvider;
  },

  async delete(wanted, _provider, { aws }) {
    const { user_pool_id: UserPoolId, provider_name: ProviderName } = wanted;
    await (await aws.cognito()).deleteIdentityProvider({ UserPoolId, ProviderName });
  },

  describe: (_provider, wanted) => ({ id: `${wanted.user_pool_id}:${wanted.provider_name}` }),
});

/** What is not sent, UpdateIdentityProvider leaves as it is. */
function providerOf(wanted: Decoded<typeof FIELDS>) {
  return {
    UserPoolId: wanted.user_pool_id,
    ProviderName: wanted.provider_name,
    ProviderDetails: wanted.provider_details,
    AttributeMapping: wanted.attribute_mapping ?? {},
    IdpIdentifiers: wanted.idp_identifiers ?? [],
  };
}
