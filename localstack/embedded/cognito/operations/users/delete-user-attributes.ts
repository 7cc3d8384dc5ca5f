import type { DeleteUserAttributesRequest } from '@aws-sdk/client-cognito-identity-provider';
import { nothing } from '../../../core/authorization.ts';
import { defineOperation } from '../../../core/operation.ts';
import { checkWritable } from '../../auth/client-access.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { removeAttributes } from '../../users/attribute-changes.ts';

/** DeleteUserAttributes. */
export const deleteUserAttributes = defineOperation({
  name: 'DeleteUserAttributes',
  authorization: nothing,
  unsigned: true,
  async run(state: CognitoState, input: DeleteUserAttributesRequest) {
    const { pool, client, user } = await state.tokens.verifyAccess(
      required(input.AccessToken, 'accessToken'),
    );
    const names = required(input.UserAttributeNames, 'userAttributeNames');
    checkWritable(client, names);
    removeAttributes(state, pool, user, names);
    return {};
  },
});
