import type { ForgotPasswordRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { hidesUsers } from '../../auth/client-access.ts';
import { notAuthorized, userNotFound } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { deliveryDetails } from '../../users/codes.ts';
import { namedUser } from '../../users/named-user.ts';
import { recoveryAttribute } from '../../users/recovery.ts';

/** ForgotPassword: sends a code for a new password to a verified address. */
export const forgotPassword = defineOperation({
  name: 'ForgotPassword',
  authorization: nothing,
  unsigned: true,
  run({ store, codes }: CognitoState, input: ForgotPasswordRequest) {
    const { client, pool, name, user } = namedUser(store, input);
    if (!user) {
      if (!hidesUsers(client)) throw userNotFound();
      return { CodeDeliveryDetails: deliveryDetails('email', name) };
    }
    if (!user.enabled) throw notAuthorized('User is disabled.');
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    const attribute = recoveryAttribute(pool, user);
    return { CodeDeliveryDetails: codes.send(pool, user, 'forgot-password', attribute) };
  },
});
