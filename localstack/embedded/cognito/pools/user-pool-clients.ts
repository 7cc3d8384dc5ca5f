import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, unsupported } from '../errors.ts';
import type { UserPool, UserPoolClient } from '../model.ts';
import { checkClientTier } from './tiers.ts';
import { checkRotation } from './token-rotation.ts';
import { checkValidity } from './token-validity.ts';

/** Members of the requests that the embedded Cognito keeps and hands back. */
const KNOWN: ReadonlySet<string> = new Set([
  'ClientName',
  'RefreshTokenValidity',
  'AccessTokenValidity',
  'IdTokenValidity',
  'TokenValidityUnits',
  'ReadAttributes',
  'WriteAttributes',
  'ExplicitAuthFlows',
  'SupportedIdentityProviders',
  'CallbackURLs',
  'LogoutURLs',
  'DefaultRedirectURI',
  'AllowedOAuthFlows',
  'AllowedOAuthScopes',
  'AllowedOAuthFlowsUserPoolClient',
  'PreventUserExistenceErrors',
  'EnableTokenRevocation',
  'EnablePropagateAdditionalUserContextData',
  'AuthSessionValidity',
  'RefreshTokenRotation',
]);

const HANDLED_APART: ReadonlySet<string> = new Set([
  'UserPoolId',
  'ClientId',
  'GenerateSecret',
  'ClientSecret',
]);

/**
 * What a client becomes by a create or update request: AWS resets to its default whatever is left out. Throws
 * InvalidParameterException, FeatureUnavailableInTierException, or NotImplemented naming the setting.
 */
export function clientSettings(
  pool: UserPool,
  input: CreateUserPoolClientRequest & { ClientName: string },
): UserPoolClient['settings'] {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && !KNOWN.has(member) && !HANDLED_APART.has(member)) {
      throw unsupported(`app client setting ${member}`);
    }
  }
  checkValidity(input);
  checkFlows(input.ExplicitAuthFlows ?? []);
  checkRotation(input);
  checkClientTier(pool, input);
  checkAttributeNames(pool, [...(input.ReadAttributes ?? []), ...(input.WriteAttributes ?? [])]);
  const rotation = input.RefreshTokenRotation;
  const kept = Object.fromEntries(Object.entries(input).filter(([member]) => KNOWN.has(member)));
  return {
    RefreshTokenValidity: 30,
    AuthSessionValidity: 3,
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AllowedOAuthFlowsUserPoolClient: false,
    PreventUserExistenceErrors: 'LEGACY',
    TokenValidityUnits: {},
    ExplicitAuthFlows:
      rotation?.Feature === 'ENABLED'
        ? ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']
        : ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
    ...kept,
    ...(rotation ? { RefreshTokenRotation: { RetryGracePeriodSeconds: 0, ...rotation } } : {}),
    ClientName: input.ClientName,
  };
}

function checkFlows(flows: readonly string[]): void {
  const modern = flows.filter((flow) => flow.startsWith('ALLOW_'));
  if (modern.length > 0 && modern.length < flows.length) {
    throw invalidParameter('Cannot use ALLOW_ flows together with flows without the ALLOW_ prefix.');
  }
}

function checkAttributeNames(pool: UserPool, names: readonly string[]): void {
  const known = new Set(pool.schema.map((attribute) => attribute.Name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw invalidParameter(`Invalid write attributes specified while creating a client: ${unknown}`);
}

/** An app client as DescribeUserPoolClient shows it. */
export function describeClient(client: UserPoolClient) {
  return {
    ...client.settings,
    ClientId: client.id,
    UserPoolId: client.poolId,
    ClientSecret: client.secret,
    CreationDate: new Date(client.createdAt),
    LastModifiedDate: new Date(client.updatedAt),
  };
}
