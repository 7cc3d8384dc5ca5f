// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import type { Aws } from '../../provision/aws.ts';
import { type Answer, type ArgumentCase, inPlace, replacement, type TypeCase, tags } from './case.ts';

const FUNCTION = '${aws_lambda_function.other.arn}';
const OTHER_POOL = '${aws_cognito_user_pool.other.id}';
const functionName = (arn: string | undefined) => arn?.split(':').at(-1);
const trigger = (name: string): ArgumentCase =>
  inPlace(FUNCTION, (pool) => functionName(pool.LambdaConfig[name]), {
    says: 'fixture-other',
    unset: { path: 'lambda_config', says: undefined },
  });
const policy = (value: unknown, name: string, unset: unknown): ArgumentCase =>
  inPlace(value, (pool) => pool.Policies.PasswordPolicy[name], {
    unset: { path: 'password_policy', says: unset },
  });
const attribute = (pool: Answer) =>
  pool.SchemaAttributes.find(({ Name }: { Name: string }) => Name === 'custom:team');

async function poolName(aws: Aws, id: unknown): Promise<string | undefined> {
  const { UserPool } = await (await aws.cognito()).describeUserPool({ UserPoolId: String(id) });
  return UserPool?.Name;
}

/** Proofs for Cognito. */
export const identity: Readonly<Record<string, TypeCase>> = {
  aws_cognito_user_pool: {
    name: 'p',
    read: async (aws, { id }) => {
      const cognito = await aws.cognito();
      const UserPoolId = String(id);
      const { UserPool } = await cognito.describeUserPool({ UserPoolId });
      return { ...UserPool, ...(await cognito.getUserPoolMfaConfig({ UserPoolId })) };
    },
    arguments: {
      name: inPlace('renamed-pool', (pool) => pool.Name),
      username_attributes: replacement(['phone_number'], (pool) => pool.UsernameAttributes),
      'username_configuration.case_sensitive': replacement(
        true,
        (pool) => pool.UsernameConfiguration.CaseSensitive,
      ),
      auto_verified_attributes: inPlace(['phone_number'], (pool) => pool.AutoVerifiedAttributes, {
        with: { user_attribute_update_settings: null },
        unset: { says: undefined },
      }),
      'password_policy.minimum_length': policy(20, 'MinimumLength', 8),
      'password_policy.require_lowercase': policy(false, 'RequireLowercase', true),
      'password_policy.require_numbers': policy(false, 'RequireNumbers', true),
      'password_policy.require_symbols': policy(true, 'RequireSymbols', true),
      'password_policy.require_uppercase': policy(false, 'RequireUppercase', true),
      'password_policy.temporary_password_validity_days': policy(2, 'TemporaryPasswordValidityDays', 7),
      'account_recovery_setting.recovery_mechanism.name': inPlace(
        'admin_only',
        (pool) => pool.AccountRecoverySetting?.RecoveryMechanisms[0].Name,
        { unset: { path: 'account_recovery_setting', says: undefined } },
      ),
      'account_recovery_setting.recovery_mechanism.priority': inPlace(
        2,
        (pool) => pool.AccountRecoverySetting.RecoveryMechanisms[0].Priority,
      ),
      'admin_create_user_config.allow_admin_create_user_only': inPlace(
        true,
        (pool) => pool.AdminCreateUserConfig.AllowAdminCreateUserOnly,
        { unset: { path: 'admin_create_user_config', says: false } },
      ),
      'user_attribute_update_settings.attributes_require_verification_before_update': inPlace(
        ['phone_number'],
        (pool) => pool.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate,
        {
          with: { auto_verified_attributes: ['email', 'phone_number'] },
          unset: { path: 'user_attribute_update_settings', says: undefined },
        },
      ),
      mfa_configuration: inPlace('ON', (pool) => pool.MfaConfiguration, { unset: { says: 'OFF' } }),
      'software_token_mfa_configuration.enabled': inPlace(
        false,
        (pool) => pool.SoftwareTokenMfaConfiguration.Enabled,
        {
          with: { mfa_configuration: 'OFF' },
          unset: { path: 'software_token_mfa_configuration', says: false },
        },
      ),
      deletion_protection: inPlace('ACTIVE', (pool) => pool.DeletionProtection, {
        unset: { says: 'INACTIVE' },
      }),
      user_pool_tier: inPlace('LITE', (pool) => pool.UserPoolTier, { unset: { says: 'ESSENTIALS' } }),
      'lambda_config.pre_sign_up': trigger('PreSignUp'),
      'lambda_config.post_confirmation': trigger('PostConfirmation'),
      'lambda_config.pre_authentication': trigger('PreAuthentication'),
      'lambda_config.post_authentication': trigger('PostAuthentication'),
      'lambda_config.pre_token_generation': trigger('PreTokenGeneration'),
      // Cognito adds attributes in place, and changes or removes none.
      'schema.name': inPlace(
        [
          { name: 'team', attribute_data_type: 'String', mutable: true },
          { name: 'level', attribute_data_type: 'Number', mutable: true },
        ],
        (pool) => pool.SchemaAttributes.some(({ Name }: { Name: string }) => Name === 'custom:level'),
        { at: 'schema', says: true },
      ),
      'schema.attribute_data_type': replacement('Number', (pool) => attribute(pool).AttributeDataType),
      'schema.developer_only_attribute': replacement(true, (pool) =>
        pool.SchemaAttributes.some(({ Name }: { Name: string }) => Name === 'dev:custom:team'),
      ),
      'schema.mutable': replacement(false, (pool) => attribute(pool).Mutable),
      'schema.required': replacement(
        true,
        (pool) => pool.SchemaAttributes.find(({ Name }: { Name: string }) => Name === 'email').Required,
        {
          with: { schema: [{ name: 'email', attribute_data_type: 'String', mutable: true, required: true }] },
        },
      ),
      'schema.string_attribute_constraints.min_length': replacement(
        '1',
        (pool) => attribute(pool).StringAttributeConstraints.MinLength,
      ),
      'schema.string_attribute_constraints.max_length': replacement(
        '9',
        (pool) => attribute(pool).StringAttributeConstraints.MaxLength,
      ),
      'schema.number_attribute_constraints.min_value': replacement(
        '1',
        (pool) => attribute(pool).NumberAttributeConstraints?.MinValue,
        { with: { 'schema.attribute_data_type': 'Number' } },
      ),
      'schema.number_attribute_constraints.max_value': replacement(
        '9',
        (pool) => attribute(pool).NumberAttributeConstraints?.MaxValue,
        { with: { 'schema.attribute_data_type': 'Number' } },
      ),
      tags: tags((pool) => pool.UserPoolTags),
    },
  },
  aws_cognito_user_pool_client: {
    name: 'c',
    read: async (aws, { id, user_pool_id }) => {
      const cognito = await aws.cognito();
      const { UserPoolClient } = await cognito.describeUserPoolClient({
        UserPoolId: String(user_pool_id),
        ClientId: String(id),
      });
      return { ...UserPoolClient, pool: await poolName(aws, user_pool_id) };
    },
    arguments: {
      name: inPlace('renamed-client', (client) => client.ClientName),
      user_pool_id: replacement(OTHER_POOL, (client) => client.pool, { says: 'other-pool' }),
      generate_secret: replacement(true, (client) => client.ClientSecret !== undefined),
      explicit_auth_flows: inPlace(['ALLOW_REFRESH_TOKEN_AUTH'], (client) => client.ExplicitAuthFlows, {
        unset: { says: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'] },
      }),
      prevent_user_existence_errors: inPlace('LEGACY', (client) => client.PreventUserExistenceErrors, {
        unset: { says: 'LEGACY' },
      }),
      enable_token_revocation: inPlace(false, (client) => client.EnableTokenRevocation, {
        unset: { says: true },
      }),
      access_token_validity: inPlace(30, (client) => client.AccessTokenValidity, {
        unset: { says: undefined },
      }),
      id_token_validity: inPlace(30, (client) => client.IdTokenValidity, { unset: { says: undefined } }),
      refresh_token_validity: inPlace(3, (client) => client.RefreshTokenValidity, { unset: { says: 30 } }),
      'token_validity_units.access_token': inPlace(
        'seconds',
        (client) => client.TokenValidityUnits.AccessToken,
        { with: { access_token_validity: 3600 } },
      ),
      'token_validity_units.id_token': inPlace('seconds', (client) => client.TokenValidityUnits.IdToken, {
        with: { id_token_validity: 3600 },
      }),
      'token_validity_units.refresh_token': inPlace(
        'hours',
        (client) => client.TokenValidityUnits.RefreshToken,
        { unset: { says: undefined } },
      ),
      'refresh_token_rotation.feature': inPlace('ENABLED', (client) => client.RefreshTokenRotation?.Feature, {
        with: { explicit_auth_flows: ['ALLOW_USER_SRP_AUTH'] },
        unset: { path: 'refresh_token_rotation', says: undefined },
      }),
      'refresh_token_rotation.retry_grace_period_seconds': inPlace(
        30,
        (client) => client.RefreshTokenRotation.RetryGracePeriodSeconds,
      ),
      read_attributes: inPlace(['email'], (client) => client.ReadAttributes, { unset: { says: undefined } }),
      write_attributes: inPlace(['email'], (client) => client.WriteAttributes, {
        unset: { says: undefined },
      }),
      allowed_oauth_flows: inPlace(['implicit'], (client) => client.AllowedOAuthFlows),
      allowed_oauth_flows_user_pool_client: inPlace(
        false,
        (client) => client.AllowedOAuthFlowsUserPoolClient,
        { unset: { says: false } },
      ),
      allowed_oauth_scopes: inPlace(['openid'], (client) => client.AllowedOAuthScopes),
      callback_urls: inPlace(['https://app.example.com/callback'], (client) => client.CallbackURLs),
      default_redirect_uri: inPlace('http://localhost:3000/callback', (client) => client.DefaultRedirectURI, {
        unset: { says: undefined },
      }),
      logout_urls: inPlace(['https://app.example.com/bye'], (client) => client.LogoutURLs, {
        unset: { says: undefined },
      }),
      supported_identity_providers: inPlace(
        ['COGNITO', '${aws_cognito_identity_provider.i.provider_name}'],
        (client) => client.SupportedIdentityProviders,
        { says: ['COGNITO', 'Company'], unset: { says: undefined } },
      ),
    },
  },
  aws_cognito_user_pool_domain: {
    name: 'd',
    read: async (aws, { domain }) => {
      const cognito = await aws.cognito();
      const { DomainDescription } = await cognito.describeUserPoolDomain({ Domain: String(domain) });
      return { ...DomainDescription, pool: await poolName(aws, DomainDescription?.UserPoolId) };
    },
    arguments: {
      domain: replacement('other-domain', (found) => found.Domain),
      user_pool_id: replacement(OTHER_POOL, (found) => found.pool, { says: 'other-pool' }),
      certificate_arn: replacement(
        'arn:aws:acm:us-east-1:000000000000:certificate/1',
        (found) => found.CustomDomainConfig?.CertificateArn,
        { with: { domain: 'sign-in.example.com' } },
      ),
      managed_login_version: inPlace(1, (found) => found.ManagedLoginVersion),
    },
  },
  aws_cognito_identity_provider: {
    name: 'i',
    read: async (aws, { provider_name, user_pool_id }) => {
      const cognito = await aws.cognito();
      const { IdentityProvider } = await cognito.describeIdentityProvider({
        UserPoolId: String(user_pool_id),
        ProviderName: String(provider_name),
      });
      return { ...IdentityProvider, pool: await poolName(aws, user_pool_id) };
    },
    arguments: {
      provider_name: replacement('Subsidiary', (provider) => provider.ProviderName),
      provider_type: replacement('Google', (provider) => provider.ProviderType, { unmade: true }),
      user_pool_id: replacement(OTHER_POOL, (provider) => provider.pool, { says: 'other-pool' }),
      provider_details: inPlace(
        {
          client_id: 'another',
          client_secret: 'not a secret',
          attributes_request_method: 'POST',
          oidc_issuer: 'https://id.example.com',
          authorize_scopes: 'openid',
        },
        (provider) => provider.ProviderDetails.client_id,
        { says: 'another' },
      ),
      attribute_mapping: inPlace(
        { username: 'sub', email: 'mail' },
        (provider) => provider.AttributeMapping,
        { unset: { says: { username: 'sub' } } },
      ),
      idp_identifiers: inPlace(['example.org'], (provider) => provider.IdpIdentifiers, {
        unset: { says: [] },
      }),
    },
  },
  aws_cognito_resource_server: {
    name: 's',
    read: async (aws, { identifier, user_pool_id }) => {
      const cognito = await aws.cognito();
      const { ResourceServer } = await cognito.describeResourceServer({
        UserPoolId: String(user_pool_id),
        Identifier: String(identifier),
      });
      return { ...ResourceServer, pool: await poolName(aws, user_pool_id) };
    },
    arguments: {
      identifier: replacement('https://other.example.com', (server) => server.Identifier),
      name: inPlace('renamed-api', (server) => server.Name),
      user_pool_id: replacement(OTHER_POOL, (server) => server.pool, { says: 'other-pool' }),
      'scope.scope_name': inPlace('write', (server) => server.Scopes?.[0]?.ScopeName, {
        unset: { path: 'scope', says: undefined },
      }),
      'scope.scope_description': inPlace('Looks', (server) => server.Scopes?.[0]?.ScopeDescription),
    },
  },
  aws_cognito_user_group: {
    name: 'g',
    read: async (aws, { name, user_pool_id }) => {
      const cognito = await aws.cognito();
      const { Group } = await cognito.getGroup({
        UserPoolId: String(user_pool_id),
        GroupName: String(name),
      });
      return { ...Group, pool: await poolName(aws, user_pool_id) };
    },
    arguments: {
      name: replacement('boss', (group) => group.GroupName),
      user_pool_id: replacement(OTHER_POOL, (group) => group.pool, { says: 'other-pool' }),
      description: inPlace('Decides', (group) => group.Description, { unset: { says: '' } }),
      precedence: inPlace(9, (group) => group.Precedence, { unset: { says: 0 } }),
    },
  },
};
