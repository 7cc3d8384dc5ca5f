import { invalidParameter, notAuthorized } from '../errors.ts';
import type { User, UserPool } from '../model.ts';
import type { DeliveryAttribute } from './codes.ts';

/**
 * Where a pool sends the code for a new password. Throws NotAuthorizedException or
 * InvalidParameterException where the user has no address that is verified.
 */
export function recoveryAttribute(pool: UserPool, user: User): DeliveryAttribute {
  const mechanisms = pool.settings.AccountRecoverySetting?.RecoveryMechanisms;
  if (mechanisms?.some((mechanism) => mechanism.Name === 'admin_only')) {
    throw notAuthorized('Contact administrator to reset password.');
  }
  const ranked = [...(mechanisms ?? [])]
    .sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
    .map(({ Name }) => (Name === 'verified_email' ? 'email' : 'phone_number') as DeliveryAttribute);
  const order: readonly DeliveryAttribute[] = ranked.length > 0 ? ranked : ['phone_number', 'email'];
  const found = order.find((attribute) => user.attributes[`${attribute}_verified`] === 'true');
  if (!found) {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  return found;
}
