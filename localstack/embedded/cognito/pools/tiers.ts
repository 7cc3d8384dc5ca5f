import type { CreateUserPoolRequest, UserPoolTierType } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { invalidParameter } from '../errors.ts';
import type { UserPool, UserPoolClient } from '../model.ts';

/** The feature plans, from the least to the most (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html). */
const TIERS = ['LITE', 'ESSENTIALS', 'PLUS'] as const;

/** The features that need more than the least tier, in the words of AWS's refusals. */
const FEATURES = {
  'Access Token Customization': 'ESSENTIALS',
  'Passwordless Sign-In': 'ESSENTIALS',
  'Refresh Token Rotation': 'ESSENTIALS',
  'Threat Protection': 'PLUS',
} as const satisfies Record<string, UserPoolTierType>;
type Feature = keyof typeof FEATURES;

/** The tier that a request asks for; default: ESSENTIALS. Throws InvalidParameterException for one that AWS does not have. */
export function tierOf({ UserPoolTier = 'ESSENTIALS' }: Partial<CreateUserPoolRequest>): UserPoolTierType {
  const tier = TIERS.find((one) => one === UserPoolTier);
  if (tier) return tier;
  throw invalidParameter(
    `1 validation error detected: Value '${UserPoolTier}' at 'userPoolTier' failed to satisfy constraint: Member must satisfy enum value set: [PLUS, LITE, ESSENTIALS]`,
  );
}

/** Throws FeatureUnavailableInTierException where a pool, by a request or by its clients, has what its tier does not offer. */
export function checkTier(
  settings: Partial<CreateUserPoolRequest>,
  clients: readonly UserPoolClient[],
): void {
  const { LambdaConfig, Policies, UserPoolAddOns } = settings;
  const factors = Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  const used: readonly [Feature, boolean][] = [
    ['Access Token Customization', LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion === 'V2_0'],
    ['Passwordless Sign-In', factors.some((factor) => factor !== 'PASSWORD')],
    ['Refresh Token Rotation', clients.some((client) => rotates(client.settings))],
    ['Threat Protection', (UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF'],
  ];
  refuse(
    tierOf(settings),
    used.filter(([, uses]) => uses).map(([feature]) => feature),
  );
}

/** Throws FeatureUnavailableInTierException where a client asks for what its pool's tier does not offer. */
export function checkClientTier(pool: UserPool, settings: Partial<UserPoolClient['settings']>): void {
  refuse(tierOf(pool.settings), rotates(settings) ? ['Refresh Token Rotation'] : []);
}

function rotates({ RefreshTokenRotation }: Partial<UserPoolClient['settings']>): boolean {
  return RefreshTokenRotation?.Feature === 'ENABLED';
}

function refuse(tier: UserPoolTierType, features: readonly Feature[]): void {
  const missing = features.filter((feature) => TIERS.indexOf(tier) < TIERS.indexOf(FEATURES[feature]));
  if (missing.length === 0) return;
  throw new AwsError(
    'FeatureUnavailableInTierException',
    `The following features need to be disabled for the ${tier} pricing tier configured: ${missing.join(', ')}`,
  );
}
