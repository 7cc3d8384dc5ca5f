import type {
  AddCustomAttributesRequest,
  CreateUserPoolRequest,
  DeleteUserPoolRequest,
  DescribeUserPoolRequest,
  GetUserPoolMfaConfigRequest,
  ListUserPoolsRequest,
  SetUserPoolMfaConfigRequest,
  UpdateUserPoolRequest,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required, unsupported } from '../errors.ts';
import type { UserPool } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { type CognitoStore, page } from '../store.ts';
import { poolSettings } from './pool-settings.ts';
import { schemaOf, withCustom } from './schema.ts';

/** Settings that a pool keeps from its creation on, whatever an update says. */
const IMMUTABLE = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'] as const;

/** User pools: made, read back, changed, deleted. */
export function userPoolOperations({ context, store, keys }: CognitoParts) {
  return {
    CreateUserPool(input: CreateUserPoolRequest) {
      const name = required(input.PoolName, 'poolName');
      if (input.UsernameAttributes?.length && input.AliasAttributes?.length) {
        throw invalidParameter(
          'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
        );
      }
      const id = `${context.region}_${context.random.id(9)}`;
      const now = context.clock.now();
      const pool: UserPool = {
        id,
        name,
        arn: `arn:aws:cognito-idp:${context.region}:${context.accountId}:userpool/${id}`,
        createdAt: now,
        updatedAt: now,
        settings: poolSettings(input),
        schema: schemaOf(input.Schema),
        tags: input.UserPoolTags ?? {},
      };
      store.pools.set(id, pool);
      keys.prepare(id);
      return { UserPool: describe(pool, store) };
    },

    DescribeUserPool(input: DescribeUserPoolRequest) {
      return { UserPool: describe(store.pool(input.UserPoolId), store) };
    },

    UpdateUserPool(input: UpdateUserPoolRequest) {
      const pool = store.pool(input.UserPoolId);
      const { PoolName, ...settings } = input;
      const kept = Object.fromEntries(IMMUTABLE.map((member) => [member, pool.settings[member]]));
      store.pools.set(pool.id, {
        ...pool,
        name: PoolName ?? pool.name,
        updatedAt: context.clock.now(),
        settings: poolSettings({ ...settings, ...kept }),
        tags: input.UserPoolTags ?? pool.tags,
      });
      return {};
    },

    DeleteUserPool(input: DeleteUserPoolRequest) {
      const pool = store.pool(input.UserPoolId);
      if (pool.settings.DeletionProtection === 'ACTIVE') {
        throw invalidParameter(
          'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
        );
      }
      if ([...store.domains.values()].some((domain) => domain.poolId === pool.id)) {
        throw invalidParameter(
          'User pool cannot be deleted. It has a domain configured that should be deleted first.',
        );
      }
      keys.forget(pool.id);
      store.drop(pool.id);
      return {};
    },

    ListUserPools(input: ListUserPoolsRequest) {
      const { items, next } = page(
        [...store.pools.values()],
        required(input.MaxResults, 'maxResults'),
        input.NextToken,
      );
      return { UserPools: items.map(summary), NextToken: next };
    },

    AddCustomAttributes(input: AddCustomAttributesRequest) {
      const pool = store.pool(input.UserPoolId);
      const schema = withCustom(pool.schema, required(input.CustomAttributes, 'customAttributes'));
      store.pools.set(pool.id, { ...pool, schema, updatedAt: context.clock.now() });
      return {};
    },

    SetUserPoolMfaConfig(input: SetUserPoolMfaConfigRequest) {
      const pool = store.pool(input.UserPoolId);
      for (const member of ['EmailMfaConfiguration', 'WebAuthnConfiguration'] as const) {
        if (input[member]) throw unsupported(`SetUserPoolMfaConfig with ${member}`);
      }
      const MfaConfiguration = input.MfaConfiguration ?? 'OFF';
      const { softwareTokenMfa: _, ...rest } = pool;
      const SmsConfiguration = input.SmsMfaConfiguration?.SmsConfiguration ?? pool.settings.SmsConfiguration;
      store.pools.set(pool.id, {
        ...rest,
        updatedAt: context.clock.now(),
        settings: { ...pool.settings, MfaConfiguration, SmsConfiguration },
        ...(input.SoftwareTokenMfaConfiguration
          ? { softwareTokenMfa: input.SoftwareTokenMfaConfiguration }
          : {}),
      });
      return mfaConfig(store.pool(pool.id));
    },

    GetUserPoolMfaConfig(input: GetUserPoolMfaConfigRequest) {
      return mfaConfig(store.pool(input.UserPoolId));
    },
  };
}

function mfaConfig(pool: UserPool) {
  const { SmsConfiguration, SmsAuthenticationMessage } = pool.settings;
  return {
    MfaConfiguration: pool.settings.MfaConfiguration,
    SoftwareTokenMfaConfiguration: pool.softwareTokenMfa,
    ...(SmsConfiguration ? { SmsMfaConfiguration: { SmsConfiguration, SmsAuthenticationMessage } } : {}),
  };
}

function summary(pool: UserPool) {
  return {
    Id: pool.id,
    Name: pool.name,
    LambdaConfig: pool.settings.LambdaConfig,
    CreationDate: new Date(pool.createdAt),
    LastModifiedDate: new Date(pool.updatedAt),
  };
}

function describe(pool: UserPool, store: CognitoStore): UserPoolType {
  const domains = [...store.domains.values()].filter((domain) => domain.poolId === pool.id);
  return {
    ...pool.settings,
    ...summary(pool),
    Arn: pool.arn,
    SchemaAttributes: [...pool.schema],
    UserPoolTags: { ...pool.tags },
    EstimatedNumberOfUsers: store.users(pool.id).size,
    Domain: domains.find((domain) => !domain.customDomain)?.domain,
    CustomDomain: domains.find((domain) => domain.customDomain)?.domain,
  };
}
