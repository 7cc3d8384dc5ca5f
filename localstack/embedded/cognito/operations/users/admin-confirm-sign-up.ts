import type { AdminConfirmSignUpRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { confirmUser, firePostConfirmation, requireUnconfirmed } from '../../users/confirmation.ts';

/** AdminConfirmSignUp: without a code. */
export const adminConfirmSignUp = defineOperation({
  name: 'AdminConfirmSignUp',
  authorization: onPool('AdminConfirmSignUp'),
  async run(state: CognitoState, input: AdminConfirmSignUpRequest) {
    const { store } = state;
    const pool = store.pool(input.UserPoolId);
    const user = store.users(pool.id).require(required(input.Username, 'username'));
    requireUnconfirmed(user);
    const changed = confirmUser(state, pool, user, user.attributes);
    await firePostConfirmation(state, pool, changed, undefined, input.ClientMetadata);
    return {};
  },
});
