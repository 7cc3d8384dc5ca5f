import type {
  CognitoIdentityProvider,
  CreateUserPoolCommandInput,
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
  lambda_config: optional(block({ pre_sign_up: optional(text), post_confirmation: optional(text) })),
};

type Arguments = Decoded<typeof FIELDS>;

/** A pool with how its people prove themselves a second time, which Cognito keeps apart. */
type Found = UserPoolType & Pick<SetUserPoolMfaConfigCommandOutput, 'SoftwareTokenMfaConfiguration'>;

/** A Cognito user pool; found by its name, which must be unique here though Cognito does not ask for that. */
export default defineResource<typeof FIELDS, Found>({
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
    return readPool(cognito, UserPoolId);
  },

  async create(wanted, { aws, tags }) {
    const cognito = await aws.cognito();
    const { UserPool } = await cognito.createUserPool({
      PoolName: wanted.name,
      ...fixedOf(wanted),
      ...settingsOf(wanted),
      UserPoolTags: { ...tags },
    });
    const pool = UserPool as UserPoolType;
    // CreateUserPool refuses a second factor other than text messages.
    return differs(mfaOf(wanted), pool) ? setMfa(cognito, pool, wanted) : pool;
  },

  async update(wanted, found, { aws, tags }) {
    for (const [name, value] of Object.entries(fixedOf(wanted))) {
      if (!differs(value, found[name as keyof UserPoolType])) continue;
      throw new ProvisionError('CannotChangeInPlace', `Cognito fixes ${name} when a pool is made`);
    }
    const settings = { ...settingsOf(wanted), UserPoolTags: { ...tags } };
    const otherMfa = differs(mfaOf(wanted), found);
    if (!differs(settings, found) && !otherMfa) return undefined;
    const cognito = await aws.cognito();
    // UpdateUserPool switches a second factor off that it is not told of.
    const MfaConfiguration = found.MfaConfiguration;
    await cognito.updateUserPool({ UserPoolId: found.Id, ...settings, MfaConfiguration });
    if (otherMfa) await setMfa(cognito, found, wanted);
    return readPool(cognito, found.Id as string);
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
    SoftwareTokenMfaConfiguration: token && { Enabled: token.enabled },
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
    LambdaConfig: wanted.lambda_config && {
      PreSignUp: wanted.lambda_config.pre_sign_up,
      PostConfirmation: wanted.lambda_config.post_confirmation,
    },
  } as Omit<CreateUserPoolCommandInput, 'PoolName'>;
}
