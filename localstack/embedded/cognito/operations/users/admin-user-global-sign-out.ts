import type { AdminUserGlobalSignOutRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf, signOutEverywhere } from '../../users/accounts.ts';

/** AdminUserGlobalSignOut. */
export const adminUserGlobalSignOut = defineOperation({
  name: 'AdminUserGlobalSignOut',
  authorization: onPool('AdminUserGlobalSignOut'),
  run(state: CognitoState, input: AdminUserGlobalSignOutRequest) {
    const { pool, user } = accountOf(state.store, input);
    signOutEverywhere(state, pool, user);
    return {};
  },
});
