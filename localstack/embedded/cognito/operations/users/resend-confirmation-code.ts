import type { ResendConfirmationCodeRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { hidesUsers } from '../../auth/client-access.ts';
import { invalidParameter, userNotFound } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { autoVerified, deliveryDetails } from '../../users/codes.ts';
import { namedUser } from '../../users/named-user.ts';

/** ResendConfirmationCode: the earlier code of SignUp ends. */
export const resendConfirmationCode = defineOperation({
  name: 'ResendConfirmationCode',
  authorization: nothing,
  unsigned: true,
  run({ store, codes }: CognitoState, input: ResendConfirmationCodeRequest) {
    const { client, pool, name, user } = namedUser(store, input);
    if (!user) {
      if (!hidesUsers(client)) throw userNotFound();
      return { CodeDeliveryDetails: deliveryDetails('email', name) };
    }
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
    const attribute = autoVerified(pool, user);
    if (!attribute) throw invalidParameter('Auto verification not turned on.');
    return { CodeDeliveryDetails: codes.send(pool, user, 'sign-up', attribute) };
  },
});
