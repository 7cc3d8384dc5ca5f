import type {
  CognitoIdentityProvider,
  CreateUserPoolCommandInput,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  block,
  blocks,
  type Decoded,
  flag,
  list,
  number,
  optional,
  text,
  withDefault,
} from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ProvisionError } from '../errors.ts';

const FIELDS = {
  name: text,
  username_attributes: optional(list(text)),
  username_configuration: optional(block({ case_sensitive: flag })),
  auto_verified_attributes: optional(list(text)),
  password_policy: optional(
    block({
      minimum_length: number,
      require_lowercase: flag,
      require_numbers: flag,
      require_symbols: flag,
      require_uppercase: flag,
      temporary_password_validity_days: number,
    }),
  ),
  account_recovery_setting: optional(block({ recovery_mechanism: blocks({ name: text, priority: number }) })),
  admin_create_user_config: optional(block({ allow_admin_create_user_only: flag })),
  user_attribute_update_settings: optional(
    block({ attributes_require_verification_before_update: list(text) }),
  ),
  deletion_protection: withDefault(text, 'INACTIVE'),
  lambda_config: optional(block({ post_confirmation: optional(text) })),
};

type Arguments = Decoded<typeof FIELDS>;

/** A Cognito user pool; found by its name, which must be unique here though Cognito does not ask for that. */
export default defineResource<typeof FIELDS, UserPoolType>({
  type: 'aws_cognito_user_pool',
  arguments: FIELDS,
  attributes: ['arn', 'endpoint', 'id'],

  async read(wanted, { aws }) {
    const cognito = await aws.cognito();
    const ids = await idsByName(cognito, wanted.name);
    if (ids.length > 1) {
      throw new ProvisionError('Refused', `there are ${ids.length} user pools named ${wanted.name}`, {
        argument: 'name',
      });
    }
    const [UserPoolId] = ids;
    if (UserPoolId === undefined) return undefined;
    const { UserPool } = await cognito.describeUserPool({ UserPoolId });
    return UserPool;
  },

  async create(wanted, { aws, tags }) {
    const cognito = await aws.cognito();
    const { UserPool } = await cognito.createUserPool({
      PoolName: wanted.name,
      ...fixedOf(wanted),
      ...settingsOf(wanted),
      UserPoolTags: { ...tags },
    });
    return UserPool as UserPoolType;
  },

  async update(wanted, found, { aws, tags }) {
    for (const [name, value] of Object.entries(fixedOf(wanted))) {
      if (!differs(value, found[name as keyof UserPoolType])) continue;
      throw new ProvisionError('CannotChangeInPlace', `Cognito fixes ${name} when a pool is made`);
    }
    const settings = { ...settingsOf(wanted), UserPoolTags: { ...tags } };
    if (!differs(settings, found)) return undefined;
    const cognito = await aws.cognito();
    await cognito.updateUserPool({ UserPoolId: found.Id, ...settings });
    const { UserPool } = await cognito.describeUserPool({ UserPoolId: found.Id });
    return UserPool;
  },

  describe: (pool, _wanted, { region }) => ({
    id: pool.Id ?? '',
    arn: pool.Arn ?? '',
    endpoint: `cognito-idp.${region}.amazonaws.com/${pool.Id}`,
  }),
});

async function idsByName(cognito: CognitoIdentityProvider, name: string): Promise<string[]> {
  const ids: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cognito.listUserPools({ MaxResults: 60, NextToken });
    for (const pool of page.UserPools ?? []) if (pool.Name === name && pool.Id) ids.push(pool.Id);
    NextToken = page.NextToken;
  } while (NextToken);
  return ids;
}

/** What UpdateUserPool does not take. */
function fixedOf(wanted: Arguments) {
  return {
    UsernameAttributes: wanted.username_attributes,
    UsernameConfiguration: wanted.username_configuration && {
      CaseSensitive: wanted.username_configuration.case_sensitive,
    },
  } as Pick<CreateUserPoolCommandInput, 'UsernameAttributes' | 'UsernameConfiguration'>;
}

function settingsOf(wanted: Arguments) {
  const policy = wanted.password_policy;
  const recovery = wanted.account_recovery_setting?.recovery_mechanism;
  const updates = wanted.user_attribute_update_settings?.attributes_require_verification_before_update;
  return {
    AutoVerifiedAttributes: wanted.auto_verified_attributes,
    Policies: policy && {
      PasswordPolicy: {
        MinimumLength: policy.minimum_length,
        RequireLowercase: policy.require_lowercase,
        RequireNumbers: policy.require_numbers,
        RequireSymbols: policy.require_symbols,
        RequireUppercase: policy.require_uppercase,
        TemporaryPasswordValidityDays: policy.temporary_password_validity_days,
      },
    },
    AccountRecoverySetting: recovery && {
      RecoveryMechanisms: recovery.map(({ name, priority }) => ({ Name: name, Priority: priority })),
    },
    AdminCreateUserConfig: wanted.admin_create_user_config && {
      AllowAdminCreateUserOnly: wanted.admin_create_user_config.allow_admin_create_user_only,
    },
    UserAttributeUpdateSettings: updates && { AttributesRequireVerificationBeforeUpdate: updates },
    DeletionProtection: wanted.deletion_protection,
    LambdaConfig: wanted.lambda_config && { PostConfirmation: wanted.lambda_config.post_confirmation },
  } as Omit<CreateUserPoolCommandInput, 'PoolName'>;
}
