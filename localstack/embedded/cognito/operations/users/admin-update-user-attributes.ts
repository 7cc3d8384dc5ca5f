import type { AdminUpdateUserAttributesRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required } from '../../errors.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';
import { changeAttributes } from '../../users/attribute-changes.ts';
import { attributeRecord } from '../../users/describe.ts';

/** AdminUpdateUserAttributes. */
export const adminUpdateUserAttributes = defineOperation({
  name: 'AdminUpdateUserAttributes',
  authorization: onPool('AdminUpdateUserAttributes'),
  run(state: CognitoState, input: AdminUpdateUserAttributesRequest) {
    const { pool, user } = accountOf(state.store, input);
    const changes = attributeRecord(required(input.UserAttributes, 'userAttributes'));
    changeAttributes(state, pool, user, changes, false);
    return {};
  },
});
