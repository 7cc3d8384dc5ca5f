import type { DeleteUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { removeUser } from '../../users/accounts.ts';

/** DeleteUser: whose access token it is. */
export const deleteUser = defineOperation({
  name: 'DeleteUser',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, { AccessToken }: DeleteUserRequest) {
    const { pool, user } = await state.tokens.verifyAccess(required(AccessToken, 'accessToken'));
    removeUser(state, pool, user);
    return {};
  },
});
