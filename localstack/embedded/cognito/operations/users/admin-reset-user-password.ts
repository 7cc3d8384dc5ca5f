import type { AdminResetUserPasswordRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { notAuthorized } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';
import { recoveryAttribute } from '../../users/recovery.ts';

/** AdminResetUserPassword: the user cannot sign in before ConfirmForgotPassword. */
export const adminResetUserPassword = defineOperation({
  name: 'AdminResetUserPassword',
  authorization: onPool('AdminResetUserPassword'),
  run({ context, store, codes }: CognitoState, input: AdminResetUserPasswordRequest) {
    const { pool, user } = accountOf(store, input);
    if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    codes.send(pool, user, 'forgot-password', recoveryAttribute(pool, user));
    store.users(pool.id).change(user.username, () => ({
      status: 'RESET_REQUIRED',
      updatedAt: context.clock.now(),
    }));
    return {};
  },
});
