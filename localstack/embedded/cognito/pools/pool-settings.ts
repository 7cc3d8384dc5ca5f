import type {
  CreateUserPoolRequest,
  LambdaConfigType,
  PasswordPolicyType,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, unsupported } from '../errors.ts';
import type { PoolSettings, UserPoolClient } from '../model.ts';
import { checkTier, tierOf } from './tiers.ts';

/** Members of CreateUserPool and UpdateUserPool that the embedded Cognito keeps and hands back. */
const KNOWN: ReadonlySet<string> = new Set([
  'Policies',
  'DeletionProtection',
  'LambdaConfig',
  'AutoVerifiedAttributes',
  'AliasAttributes',
  'UsernameAttributes',
  'SmsVerificationMessage',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'VerificationMessageTemplate',
  'SmsAuthenticationMessage',
  'MfaConfiguration',
  'UserAttributeUpdateSettings',
  'DeviceConfiguration',
  'EmailConfiguration',
  'SmsConfiguration',
  'AdminCreateUserConfig',
  'UserPoolAddOns',
  'UsernameConfiguration',
  'AccountRecoverySetting',
  'UserPoolTier',
]);

const HANDLED_APART: ReadonlySet<string> = new Set(['PoolName', 'UserPoolId', 'UserPoolTags', 'Schema']);

/** The triggers that are really called; any other is refused, because it would silently never run. */
const TRIGGERS: ReadonlySet<string> = new Set([
  'PreSignUp',
  'PostConfirmation',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
  'PreTokenGenerationConfig',
]);

/**
 * What a pool becomes by a create or update request: AWS resets to its default whatever is left out. Throws
 * InvalidParameterException, FeatureUnavailableInTierException, or NotImplemented naming the setting.
 *
 * @param clients those that the pool has
 */
export function poolSettings(
  input: Partial<CreateUserPoolRequest>,
  clients: readonly UserPoolClient[] = [],
): PoolSettings {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && !KNOWN.has(member) && !HANDLED_APART.has(member)) {
      throw unsupported(`user pool setting ${member}`);
    }
  }
  checkTriggers(input.LambdaConfig);
  checkTier(input, clients);
  const kept = Object.fromEntries(
    Object.entries(input).filter(([member]) => KNOWN.has(member)),
  ) as PoolSettings;
  const admin = input.AdminCreateUserConfig ?? {};
  return {
    ...kept,
    Policies: {
      PasswordPolicy: passwordPolicy(input.Policies?.PasswordPolicy),
      SignInPolicy: input.Policies?.SignInPolicy ?? { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: input.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: lambdaConfig(input.LambdaConfig),
    MfaConfiguration: input.MfaConfiguration ?? 'OFF',
    EmailConfiguration: input.EmailConfiguration ?? { EmailSendingAccount: 'COGNITO_DEFAULT' },
    AdminCreateUserConfig: {
      ...admin,
      AllowAdminCreateUserOnly: admin.AllowAdminCreateUserOnly ?? false,
      UnusedAccountValidityDays: admin.UnusedAccountValidityDays ?? 7,
    },
    VerificationMessageTemplate: {
      ...input.VerificationMessageTemplate,
      DefaultEmailOption: input.VerificationMessageTemplate?.DefaultEmailOption ?? 'CONFIRM_WITH_CODE',
    },
    UserPoolTier: tierOf(input),
  };
}

function passwordPolicy(asked: PasswordPolicyType | undefined): PasswordPolicyType {
  if (asked?.PasswordHistorySize) throw unsupported('password policy member PasswordHistorySize');
  const strict = asked === undefined;
  const length = asked?.MinimumLength ?? 8;
  if (length < 6 || length > 99) {
    const [bound, limit] = length < 6 ? ['greater', 6] : ['less', 99];
    throw invalidParameter(
      `1 validation error detected: Value '${length}' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: Member must have value ${bound} than or equal to ${limit}`,
    );
  }
  return {
    MinimumLength: length,
    RequireUppercase: asked?.RequireUppercase ?? strict,
    RequireLowercase: asked?.RequireLowercase ?? strict,
    RequireNumbers: asked?.RequireNumbers ?? strict,
    RequireSymbols: asked?.RequireSymbols ?? strict,
    TemporaryPasswordValidityDays: asked?.TemporaryPasswordValidityDays ?? 7,
  };
}

function checkTriggers(config: LambdaConfigType | undefined): void {
  for (const [trigger, value] of Object.entries(config ?? {})) {
    if (value && !TRIGGERS.has(trigger)) throw unsupported(`trigger ${trigger}`);
  }
  const version = config?.PreTokenGenerationConfig?.LambdaVersion;
  if (version !== undefined && version !== 'V1_0' && version !== 'V2_0') {
    throw unsupported(`PreTokenGeneration event version ${version}`);
  }
}

/** PreTokenGeneration and PreTokenGenerationConfig name the same trigger; AWS keeps them alike. */
function lambdaConfig(config: LambdaConfigType = {}): LambdaConfigType {
  const versioned = config.PreTokenGenerationConfig;
  if (versioned?.LambdaArn) return { ...config, PreTokenGeneration: versioned.LambdaArn };
  if (!config.PreTokenGeneration) return config;
  return {
    ...config,
    PreTokenGenerationConfig: { LambdaArn: config.PreTokenGeneration, LambdaVersion: 'V1_0' },
  };
}
