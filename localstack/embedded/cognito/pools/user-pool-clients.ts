import type {
  CreateUserPoolClientRequest,
  DeleteUserPoolClientRequest,
  DescribeUserPoolClientRequest,
  ListUserPoolClientsRequest,
  UpdateUserPoolClientRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required, unsupported } from '../errors.ts';
import type { UserPool, UserPoolClient } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { page } from '../store.ts';
import { checkValidity } from './token-validity.ts';

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

/** App clients: made, read back, changed, deleted. */
export function userPoolClientOperations({ context, store }: CognitoParts) {
  return {
    CreateUserPoolClient(input: CreateUserPoolClientRequest) {
      const pool = store.pool(input.UserPoolId);
      if (input.ClientSecret !== undefined)
        throw unsupported('CreateUserPoolClient with a given ClientSecret');
      const now = context.clock.now();
      const client: UserPoolClient = {
        id: context.random.id(26),
        poolId: pool.id,
        ...(input.GenerateSecret ? { secret: context.random.id(51) } : {}),
        createdAt: now,
        updatedAt: now,
        settings: clientSettings(pool, { ...input, ClientName: required(input.ClientName, 'clientName') }),
      };
      store.clients.set(client.id, client);
      return { UserPoolClient: describe(client) };
    },

    DescribeUserPoolClient(input: DescribeUserPoolClientRequest) {
      return { UserPoolClient: describe(store.clientOf(input.UserPoolId, input.ClientId)) };
    },

    UpdateUserPoolClient(input: UpdateUserPoolClientRequest) {
      const client = store.clientOf(input.UserPoolId, input.ClientId);
      const ClientName = input.ClientName ?? client.settings.ClientName;
      const changed: UserPoolClient = {
        ...client,
        updatedAt: context.clock.now(),
        settings: clientSettings(store.pool(client.poolId), { ...input, ClientName }),
      };
      store.clients.set(client.id, changed);
      return { UserPoolClient: describe(changed) };
    },

    DeleteUserPoolClient(input: DeleteUserPoolClientRequest) {
      store.clients.delete(store.clientOf(input.UserPoolId, input.ClientId).id);
      return {};
    },

    ListUserPoolClients(input: ListUserPoolClientsRequest) {
      const pool = store.pool(input.UserPoolId);
      const clients = [...store.clients.values()].filter((client) => client.poolId === pool.id);
      const { items, next } = page(clients, input.MaxResults, input.NextToken);
      return {
        UserPoolClients: items.map(({ id, settings }) => ({
          ClientId: id,
          UserPoolId: pool.id,
          ClientName: settings.ClientName,
        })),
        NextToken: next,
      };
    },
  };
}

/** What a client becomes by a create or update request: AWS resets to its default whatever is left out. */
function clientSettings(
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
  checkAttributeNames(pool, [...(input.ReadAttributes ?? []), ...(input.WriteAttributes ?? [])]);
  const kept = Object.fromEntries(Object.entries(input).filter(([member]) => KNOWN.has(member)));
  return {
    RefreshTokenValidity: 30,
    AuthSessionValidity: 3,
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AllowedOAuthFlowsUserPoolClient: false,
    PreventUserExistenceErrors: 'LEGACY',
    TokenValidityUnits: {},
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
    ...kept,
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

function describe(client: UserPoolClient) {
  return {
    ...client.settings,
    ClientId: client.id,
    UserPoolId: client.poolId,
    ClientSecret: client.secret,
    CreationDate: new Date(client.createdAt),
    LastModifiedDate: new Date(client.updatedAt),
  };
}
