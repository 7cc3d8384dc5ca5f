import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required } from '../errors.ts';

const LONGEST_GRACE = 60;
const FEATURES = ['ENABLED', 'DISABLED'] as const;

/**
 * Throws InvalidParameterException for a rotation that is none, or that stands beside REFRESH_TOKEN_AUTH, with which AWS
 * calls it incompatible
 * (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RefreshTokenRotationType.html).
 */
export function checkRotation({
  RefreshTokenRotation: rotation,
  ExplicitAuthFlows: flows = [],
}: Pick<CreateUserPoolClientRequest, 'RefreshTokenRotation' | 'ExplicitAuthFlows'>): void {
  if (!rotation) return;
  const feature = required(rotation.Feature, 'refreshTokenRotation.feature');
  if (!FEATURES.includes(feature)) {
    throw outOfConstraint('feature', feature, 'satisfy enum value set: [ENABLED, DISABLED]');
  }
  const seconds = rotation.RetryGracePeriodSeconds ?? 0;
  if (seconds < 0)
    throw outOfConstraint('retryGracePeriodSeconds', seconds, 'have value greater than or equal to 0');
  if (seconds > LONGEST_GRACE) {
    throw outOfConstraint(
      'retryGracePeriodSeconds',
      seconds,
      `have value less than or equal to ${LONGEST_GRACE}`,
    );
  }
  if (feature === 'ENABLED' && flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter('ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.');
  }
}

function outOfConstraint(member: string, value: string | number, constraint: string) {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at 'refreshTokenRotation.${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
