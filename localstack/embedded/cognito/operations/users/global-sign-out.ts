import type { GlobalSignOutRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { signOutEverywhere } from '../../users/accounts.ts';

/** GlobalSignOut: ends every session of the user whose access token it is. */
export const globalSignOut = defineOperation({
  name: 'GlobalSignOut',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, { AccessToken }: GlobalSignOutRequest) {
    const { pool, user } = await state.tokens.verifyAccess(required(AccessToken, 'accessToken'));
    signOutEverywhere(state, pool, user);
    return {};
  },
});
