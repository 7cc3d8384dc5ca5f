import type {
  CognitoIdentityProvider,
  CreateUserPoolCommandInput,
  LambdaConfigType,
  SetUserPoolMfaConfigCommandOutput,
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
import { ref } from '../example.ts';
import { addedAttributes, SCHEMA, schemaInForce, schemaOf } from './user-pool-schema.ts';

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
  mfa_configuration: withDefault(text, 'OFF'),
  software_token_mfa_configuration: optional(block({ enabled: flag })),
  deletion_protection: withDefault(text, 'INACTIVE'),
  user_pool_tier: withDefault(text, 'ESSENTIALS'),
  lambda_config: optional(
    block({
      pre_sign_up: optional(text),
      post_confirmation: optional(text),
      pre_authentication: optional(text),
      post_authentication: optional(text),
      pre_token_generation: optional(text),
    }),
  ),
  schema: blocks(SCHEMA),
};

type Arguments = Decoded<typeof FIELDS>;

/** A pool with how its people prove themselves a second time, which Cognito keeps apart. */
type Found = UserPoolType & Pick<SetUserPoolMfaConfigCommandOutput, 'SoftwareTokenMfaConfiguration'>;

/** A Cognito user pool; found by its name, which must be unique here though Cognito does not ask for that. */
export default defineResource<typeof FIELDS, Found>({
  type: 'aws_cognito_user_pool',
  arguments: FIELDS,
  example: {
    p: {
      name: 'fixture-pool',
      username_attributes: ['email'],
      username_configuration: { case_sensitive: false },
      auto_verified_attributes: ['email'],
      password_policy: {
        minimum_length: 12,
        require_lowercase: true,
        require_numbers: true,
        require_symbols: false,
        require_uppercase: true,
        temporary_password_validity_days: 7,
      },
      account_recovery_setting: { recovery_mechanism: [{ name: 'verified_email', priority: 1 }] },
      admin_create_user_config: { allow_admin_create_user_only: false },
      user_attribute_update_settings: { attributes_require_verification_before_update: ['email'] },
      mfa_configuration: 'OPTIONAL',
      software_token_mfa_configuration: { enabled: true },
      deletion_protection: 'INACTIVE',
      user_pool_tier: 'ESSENTIALS',
      lambda_config: { post_confirmation: ref('aws_lambda_function.fn.arn') },
    },
  },
  attributes: ['arn', 'endpoint', 'id'],
  foundBy: ['name'],
  renames: ['name'],
  fixed: {
    username_attributes: (pool) => pool.UsernameAttributes ?? [],
    username_configuration: (pool, wanted) =>
      // A pool that was made without says nothing of it.
      pool.UsernameConfiguration || wanted.username_configuration
        ? { case_sensitive: pool.UsernameConfiguration?.CaseSensitive ?? true }
        : null,
    schema: (pool, wanted) => schemaInForce(wanted.schema, pool.SchemaAttributes),
  },
  holds: 'its people',
  tags: {
    read: async (pool) => pool.UserPoolTags ?? {},
    async write({ Arn: ResourceArn }, _wanted, { set, removed }, { aws }) {
      const cognito = await aws.cognito();
      if (removed.length > 0) await cognito.untagResource({ ResourceArn, TagKeys: [...removed] });
      if (Object.keys(set).length > 0) await cognito.tagResource({ ResourceArn, Tags: { ...set } });
    },
  },

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
    return readPool(cognito, UserPoolId);
  },

  async create(wanted, { aws, tags }) {
    const cognito = await aws.cognito();
    const { UserPool } = await cognito.createUserPool({
      PoolName: wanted.name,
      ...fixedOf(wanted),
      Schema: wanted.schema.length > 0 ? schemaOf(wanted.schema) : undefined,
      ...settingsOf(wanted),
      UserPoolTags: { ...tags },
    });
    const pool = UserPool as UserPoolType;
    // CreateUserPool refuses a second factor other than text messages.
    return differs(mfaOf(wanted), pool) ? setMfa(cognito, pool, wanted) : pool;
  },

  async update(wanted, found, { aws, tags }) {
    const settings = settingsOf(wanted);
    const otherSettings = wanted.name !== found.Name || differs(settings, found);
    const otherMfa = differs(mfaOf(wanted), found);
    const added = addedAttributes(wanted.schema, found.SchemaAttributes);
    if (!otherSettings && !otherMfa && added.length === 0) return undefined;
    const cognito = await aws.cognito();
    const UserPoolId = found.Id as string;
    if (added.length > 0) await cognito.addCustomAttributes({ UserPoolId, CustomAttributes: added });
    // UpdateUserPool takes back to its default what it is not told of: also the second factor, and the tags.
    const kept = {
      MfaConfiguration: found.MfaConfiguration,
      UserPoolTags: { ...found.UserPoolTags, ...tags },
    };
    if (otherSettings) {
      await cognito.updateUserPool({ UserPoolId, PoolName: wanted.name, ...settings, ...kept });
    }
    if (otherMfa) await setMfa(cognito, found, wanted);
    return readPool(cognito, UserPoolId);
  },

  async delete(_wanted, { Id: UserPoolId }, { aws }) {
    const cognito = await aws.cognito();
    await cognito.deleteUserPool({ UserPoolId });
  },

  describe: (pool, _wanted, { region }) => ({
    id: pool.Id ?? '',
    arn: pool.Arn ?? '',
    endpoint: `cognito-idp.${region}.amazonaws.com/${pool.Id}`,
  }),
});

async function readPool(cognito: CognitoIdentityProvider, UserPoolId: string): Promise<Found> {
  const [{ UserPool }, { SoftwareTokenMfaConfiguration }] = await Promise.all([
    cognito.describeUserPool({ UserPoolId }),
    cognito.getUserPoolMfaConfig({ UserPoolId }),
  ]);
  return { ...UserPool, SoftwareTokenMfaConfiguration };
}

async function setMfa(
  cognito: CognitoIdentityProvider,
  pool: UserPoolType,
  wanted: Arguments,
): Promise<Found> {
  const { SoftwareTokenMfaConfiguration, MfaConfiguration } = await cognito.setUserPoolMfaConfig({
    UserPoolId: pool.Id,
    ...mfaOf(wanted),
  });
  return { ...pool, MfaConfiguration, SoftwareTokenMfaConfiguration };
}

/** What SetUserPoolMfaConfig takes. */
function mfaOf(wanted: Arguments) {
  const token = wanted.software_token_mfa_configuration;
  return {
    MfaConfiguration: wanted.mfa_configuration as UserPoolType['MfaConfiguration'],
    SoftwareTokenMfaConfiguration: { Enabled: token?.enabled ?? false },
  };
}

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
    Policies: {
      PasswordPolicy: {
        MinimumLength: policy?.minimum_length ?? 8,
        RequireLowercase: policy?.require_lowercase ?? true,
        RequireNumbers: policy?.require_numbers ?? true,
        RequireSymbols: policy?.require_symbols ?? true,
        RequireUppercase: policy?.require_uppercase ?? true,
        TemporaryPasswordValidityDays: policy?.temporary_password_validity_days ?? 7,
      },
    },
    AccountRecoverySetting: recovery && {
      RecoveryMechanisms: recovery.map(({ name, priority }) => ({ Name: name, Priority: priority })),
    },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: wanted.admin_create_user_config?.allow_admin_create_user_only ?? false,
    },
    UserAttributeUpdateSettings: updates && { AttributesRequireVerificationBeforeUpdate: updates },
    DeletionProtection: wanted.deletion_protection,
    UserPoolTier: wanted.user_pool_tier,
    LambdaConfig: triggersOf(wanted),
  } as Omit<CreateUserPoolCommandInput, 'PoolName'>;
}

function triggersOf({ lambda_config: triggers }: Arguments): LambdaConfigType {
  return {
    PreSignUp: triggers?.pre_sign_up,
    PostConfirmation: triggers?.post_confirmation,
    PreAuthentication: triggers?.pre_authentication,
    PostAuthentication: triggers?.post_authentication,
    PreTokenGeneration: triggers?.pre_token_generation,
  };
}
