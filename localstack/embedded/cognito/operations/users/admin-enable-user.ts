import type { AdminEnableUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';

/** AdminEnableUser. */
export const adminEnableUser = defineOperation({
  name: 'AdminEnableUser',
  authorization: onPool('AdminEnableUser'),
  run({ context, store }: CognitoState, input: AdminEnableUserRequest) {
    const { pool, user } = accountOf(store, input);
    store.users(pool.id).change(user.username, () => ({ enabled: true, updatedAt: context.clock.now() }));
    return {};
  },
});
