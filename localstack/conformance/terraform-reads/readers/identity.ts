import { present, type Reader } from '../reader.ts';

/** The user pool with its client and groups. */
export const identityReaders: Readonly<Record<string, Reader>> = {
  aws_cognito_user_pool: {
    source: 'cognitoidp/user_pool.go',
    calls: ['cognitoidentityprovider:DescribeUserPool', 'cognitoidentityprovider:GetUserPoolMfaConfig'],
    async read(sent, { cognito }) {
      const UserPoolId = sent.text('id');
      const { UserPool: pool } = await cognito.describeUserPool({ UserPoolId });
      const mfa = await cognito.getUserPoolMfaConfig({ UserPoolId });
      const password = pool?.Policies?.PasswordPolicy;
      return {
        arguments: {
          name: pool?.Name,
          mfa_configuration: mfa.MfaConfiguration,
          user_pool_tier: pool?.UserPoolTier,
          username_attributes: pool?.UsernameAttributes,
          username_configuration: { case_sensitive: pool?.UsernameConfiguration?.CaseSensitive },
          auto_verified_attributes: pool?.AutoVerifiedAttributes,
          password_policy: {
            minimum_length: password?.MinimumLength,
            require_lowercase: password?.RequireLowercase,
            require_uppercase: password?.RequireUppercase,
            require_numbers: password?.RequireNumbers,
            require_symbols: password?.RequireSymbols,
            temporary_password_validity_days: password?.TemporaryPasswordValidityDays,
          },
          account_recovery_setting: {
            recovery_mechanism: pool?.AccountRecoverySetting?.RecoveryMechanisms?.map(
              ({ Name, Priority }) => ({ name: Name, priority: Priority }),
            ),
          },
          admin_create_user_config: {
            allow_admin_create_user_only: pool?.AdminCreateUserConfig?.AllowAdminCreateUserOnly,
          },
          user_attribute_update_settings: {
            attributes_require_verification_before_update:
              pool?.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate,
          },
          deletion_protection: pool?.DeletionProtection,
          lambda_config: { post_confirmation: pool?.LambdaConfig?.PostConfirmation },
          software_token_mfa_configuration: { enabled: mfa.SoftwareTokenMfaConfiguration?.Enabled },
        },
        tags: pool?.UserPoolTags ?? {},
      };
    },
    delete: (sent, { cognito }) => cognito.deleteUserPool({ UserPoolId: sent.text('id') }),
  },

  aws_cognito_user_pool_client: {
    source: 'cognitoidp/user_pool_client.go',
    calls: ['cognitoidentityprovider:DescribeUserPoolClient'],
    async read(sent, { cognito }) {
      const { UserPoolClient: client } = await cognito.describeUserPoolClient({
        UserPoolId: sent.text('user_pool_id'),
        ClientId: sent.text('id'),
      });
      const units = client?.TokenValidityUnits;
      return {
        arguments: {
          name: client?.ClientName,
          user_pool_id: client?.UserPoolId,
          generate_secret: client?.ClientSecret !== undefined,
          explicit_auth_flows: client?.ExplicitAuthFlows,
          prevent_user_existence_errors: client?.PreventUserExistenceErrors,
          enable_token_revocation: client?.EnableTokenRevocation,
          access_token_validity: client?.AccessTokenValidity,
          id_token_validity: client?.IdTokenValidity,
          refresh_token_validity: client?.RefreshTokenValidity,
          token_validity_units: {
            access_token: units?.AccessToken,
            id_token: units?.IdToken,
            refresh_token: units?.RefreshToken,
          },
          read_attributes: client?.ReadAttributes,
          write_attributes: client?.WriteAttributes,
          refresh_token_rotation: {
            feature: client?.RefreshTokenRotation?.Feature,
            retry_grace_period_seconds: client?.RefreshTokenRotation?.RetryGracePeriodSeconds,
          },
          allowed_oauth_flows: client?.AllowedOAuthFlows,
          allowed_oauth_flows_user_pool_client: client?.AllowedOAuthFlowsUserPoolClient,
          allowed_oauth_scopes: client?.AllowedOAuthScopes,
          callback_urls: client?.CallbackURLs,
          default_redirect_uri: client?.DefaultRedirectURI,
          logout_urls: client?.LogoutURLs,
          supported_identity_providers: client?.SupportedIdentityProviders,
        },
      };
    },
    delete: (sent, { cognito }) =>
      cognito.deleteUserPoolClient({ UserPoolId: sent.text('user_pool_id'), ClientId: sent.text('id') }),
  },

  aws_cognito_user_pool_domain: {
    source: 'cognitoidp/user_pool_domain.go',
    calls: ['cognitoidentityprovider:DescribeUserPoolDomain'],
    async read(sent, { cognito }) {
      const { DomainDescription: domain } = await cognito.describeUserPoolDomain({
        Domain: sent.text('domain'),
      });
      return {
        arguments: {
          // Where there is none, the description is empty.
          domain: present(domain?.Domain, 'domain'),
          user_pool_id: domain?.UserPoolId,
          certificate_arn: domain?.CustomDomainConfig?.CertificateArn,
          managed_login_version: domain?.ManagedLoginVersion,
        },
      };
    },
    delete: (sent, { cognito }) =>
      cognito.deleteUserPoolDomain({ UserPoolId: sent.text('user_pool_id'), Domain: sent.text('domain') }),
  },

  aws_cognito_identity_provider: {
    source: 'cognitoidp/identity_provider.go',
    calls: ['cognitoidentityprovider:DescribeIdentityProvider'],
    async read(sent, { cognito }) {
      const { IdentityProvider: provider } = await cognito.describeIdentityProvider({
        UserPoolId: sent.text('user_pool_id'),
        ProviderName: sent.text('provider_name'),
      });
      return {
        arguments: {
          provider_name: provider?.ProviderName,
          provider_type: provider?.ProviderType,
          user_pool_id: provider?.UserPoolId,
          provider_details: provider?.ProviderDetails,
          attribute_mapping: provider?.AttributeMapping,
          idp_identifiers: provider?.IdpIdentifiers,
        },
      };
    },
    delete: (sent, { cognito }) =>
      cognito.deleteIdentityProvider({
        UserPoolId: sent.text('user_pool_id'),
        ProviderName: sent.text('provider_name'),
      }),
  },

  aws_cognito_resource_server: {
    source: 'cognitoidp/resource_server.go',
    calls: ['cognitoidentityprovider:DescribeResourceServer'],
    async read(sent, { cognito }) {
      const { ResourceServer: server } = await cognito.describeResourceServer({
        UserPoolId: sent.text('user_pool_id'),
        Identifier: sent.text('identifier'),
      });
      return {
        arguments: {
          identifier: server?.Identifier,
          name: server?.Name,
          user_pool_id: server?.UserPoolId,
          scope: server?.Scopes?.map(({ ScopeName, ScopeDescription }) => ({
            scope_name: ScopeName,
            scope_description: ScopeDescription,
          })),
        },
      };
    },
    delete: (sent, { cognito }) =>
      cognito.deleteResourceServer({
        UserPoolId: sent.text('user_pool_id'),
        Identifier: sent.text('identifier'),
      }),
  },

  aws_cognito_user_group: {
    source: 'cognitoidp/user_group.go',
    calls: ['cognitoidentityprovider:GetGroup'],
    async read(sent, { cognito }) {
      const { Group: group } = await cognito.getGroup({
        UserPoolId: sent.text('user_pool_id'),
        GroupName: sent.text('name'),
      });
      return {
        arguments: {
          name: group?.GroupName,
          user_pool_id: group?.UserPoolId,
          description: group?.Description,
          precedence: group?.Precedence,
        },
      };
    },
    delete: (sent, { cognito }) =>
      cognito.deleteGroup({ UserPoolId: sent.text('user_pool_id'), GroupName: sent.text('name') }),
  },
};
