import type { AdminDeleteUserAttributesRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';
import { removeAttributes } from '../../users/attribute-changes.ts';

/** AdminDeleteUserAttributes. */
export const adminDeleteUserAttributes = defineOperation({
  name: 'AdminDeleteUserAttributes',
  authorization: onPool('AdminDeleteUserAttributes'),
  run(state: CognitoState, input: AdminDeleteUserAttributesRequest) {
    const { pool, user } = accountOf(state.store, input);
    removeAttributes(state, pool, user, required(input.UserAttributeNames, 'userAttributeNames'));
    return {};
  },
});
