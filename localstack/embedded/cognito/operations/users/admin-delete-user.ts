import type { AdminDeleteUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf, removeUser } from '../../users/accounts.ts';

/** AdminDeleteUser. */
export const adminDeleteUser = defineOperation({
  name: 'AdminDeleteUser',
  authorization: onPool('AdminDeleteUser'),
  run(state: CognitoState, input: AdminDeleteUserRequest) {
    const { pool, user } = accountOf(state.store, input);
    removeUser(state, pool, user);
    return {};
  },
});
