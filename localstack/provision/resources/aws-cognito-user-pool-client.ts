import type {
  CognitoIdentityProvider,
  UpdateUserPoolClientCommandInput,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import { block, type Decoded, flag, list, number, optional, text, withDefault } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';

/** Cognito's own, where a definition names none: REFRESH_TOKEN_AUTH does not go with rotation. */
const FLOWS_BESIDE_ROTATION = ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];
const FLOWS = ['ALLOW_REFRESH_TOKEN_AUTH', ...FLOWS_BESIDE_ROTATION];

const FIELDS = {
  name: text,
  user_pool_id: text,
  generate_secret: withDefault(flag, false),
  explicit_auth_flows: optional(list(text)),
  prevent_user_existence_errors: withDefault(text, 'LEGACY'),
  enable_token_revocation: withDefault(flag, true),
  access_token_validity: optional(number),
  id_token_validity: optional(number),
  refresh_token_validity: withDefault(number, 30),
  token_validity_units: optional(
    block({ access_token: optional(text), id_token: optional(text), refresh_token: optional(text) }),
  ),
  refresh_token_rotation: optional(
    block({ feature: text, retry_grace_period_seconds: withDefault(number, 0) }),
  ),
  read_attributes: optional(list(text)),
  write_attributes: optional(list(text)),
  allowed_oauth_flows: optional(list(text)),
  allowed_oauth_flows_user_pool_client: withDefault(flag, false),
  allowed_oauth_scopes: optional(list(text)),
  callback_urls: optional(list(text)),
  default_redirect_uri: optional(text),
  logout_urls: optional(list(text)),
  supported_identity_providers: optional(list(text)),
};

/** An application that signs people in to a pool. */
export default defineResource<typeof FIELDS, UserPoolClientType>({
  type: 'aws_cognito_user_pool_client',
  arguments: FIELDS,
  example: {
    c: {
      name: 'fixture-client',
      user_pool_id: ref('aws_cognito_user_pool.p.id'),
      generate_secret: false,
      explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      prevent_user_existence_errors: 'ENABLED',
      enable_token_revocation: true,
      access_token_validity: 60,
      id_token_validity: 60,
      refresh_token_validity: 30,
      token_validity_units: [{ access_token: 'minutes', id_token: 'minutes', refresh_token: 'days' }],
      refresh_token_rotation: [{ feature: 'DISABLED', retry_grace_period_seconds: 10 }],
      read_attributes: ['email', 'name'],
      write_attributes: ['email', 'name'],
      allowed_oauth_flows: ['code'],
      allowed_oauth_flows_user_pool_client: true,
      allowed_oauth_scopes: ['openid', 'email'],
      callback_urls: ['https://app.example.com/callback', 'http://localhost:3000/callback'],
      default_redirect_uri: 'https://app.example.com/callback',
      logout_urls: ['https://app.example.com/'],
      supported_identity_providers: ['COGNITO'],
    },
  },
  attributes: ['client_secret', 'id'],
  within: 'user_pool_id',
  foundBy: ['user_pool_id', 'name'],
  renames: ['name'],
  fixed: { generate_secret: (client) => client.ClientSecret !== undefined },

  async read(wanted, { aws }) {
    const cognito = await aws.cognito();
    const ClientId = await idByName(cognito, wanted.user_pool_id, wanted.name);
    if (ClientId === undefined) return undefined;
    const found = await cognito.describeUserPoolClient({ UserPoolId: wanted.user_pool_id, ClientId });
    return found.UserPoolClient;
  },

  async create(wanted, { aws }) {
    const cognito = await aws.cognito();
    const { UserPoolClient } = await cognito.createUserPoolClient({
      UserPoolId: wanted.user_pool_id,
      ClientName: wanted.name,
      GenerateSecret: wanted.generate_secret,
      ...settingsOf(wanted),
    });
    return UserPoolClient as UserPoolClientType;
  },

  async update(wanted, found, { aws }) {
    const settings = { ClientName: wanted.name, ...settingsOf(wanted) };
    if (!differs(settings, found)) return undefined;
    const cognito = await aws.cognito();
    // What is not sent goes back to its default.
    const { UserPoolClient } = await cognito.updateUserPoolClient({
      UserPoolId: wanted.user_pool_id,
      ClientId: found.ClientId,
      ...settings,
    });
    return UserPoolClient;
  },

  async delete(wanted, { ClientId }, { aws }) {
    const cognito = await aws.cognito();
    await cognito.deleteUserPoolClient({ UserPoolId: wanted.user_pool_id, ClientId });
  },

  describe: (client) => ({ id: client.ClientId ?? '', client_secret: client.ClientSecret ?? '' }),
});

async function idByName(
  cognito: CognitoIdentityProvider,
  UserPoolId: string,
  name: string,
): Promise<string | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await cognito.listUserPoolClients({ UserPoolId, MaxResults: 60, NextToken });
    const found = page.UserPoolClients?.find((client) => client.ClientName === name);
    if (found) return found.ClientId;
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}

function settingsOf(wanted: Decoded<typeof FIELDS>) {
  const units = wanted.token_validity_units;
  const rotation = wanted.refresh_token_rotation;
  const rotates = rotation?.feature === 'ENABLED';
  return {
    ExplicitAuthFlows: wanted.explicit_auth_flows ?? (rotates ? FLOWS_BESIDE_ROTATION : FLOWS),
    PreventUserExistenceErrors: wanted.prevent_user_existence_errors,
    EnableTokenRevocation: wanted.enable_token_revocation,
    AccessTokenValidity: wanted.access_token_validity,
    IdTokenValidity: wanted.id_token_validity,
    RefreshTokenValidity: wanted.refresh_token_validity,
    TokenValidityUnits: units && {
      AccessToken: units.access_token,
      IdToken: units.id_token,
      RefreshToken: units.refresh_token,
    },
    RefreshTokenRotation: rotation && {
      Feature: rotation.feature,
      RetryGracePeriodSeconds: rotation.retry_grace_period_seconds,
    },
    ReadAttributes: wanted.read_attributes,
    WriteAttributes: wanted.write_attributes,
    AllowedOAuthFlows: wanted.allowed_oauth_flows,
    AllowedOAuthFlowsUserPoolClient: wanted.allowed_oauth_flows_user_pool_client,
    AllowedOAuthScopes: wanted.allowed_oauth_scopes,
    CallbackURLs: wanted.callback_urls,
    DefaultRedirectURI: wanted.default_redirect_uri,
    LogoutURLs: wanted.logout_urls,
    SupportedIdentityProviders: wanted.supported_identity_providers,
  } as Omit<UpdateUserPoolClientCommandInput, 'UserPoolId' | 'ClientId'>;
}
