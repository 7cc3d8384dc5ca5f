import type { AdminRemoveUserFromGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { groupOf } from '../../pools/groups.ts';
import type { CognitoState } from '../../state.ts';

/** AdminRemoveUserFromGroup. */
export const adminRemoveUserFromGroup = defineOperation({
  name: 'AdminRemoveUserFromGroup',
  authorization: onPool('AdminRemoveUserFromGroup'),
  run({ store }: CognitoState, input: AdminRemoveUserFromGroupRequest) {
    const users = store.users(store.pool(input.UserPoolId).id);
    const { username } = users.require(input.Username);
    const { GroupName } = groupOf(store, input.UserPoolId, input.GroupName);
    users.change(username, ({ groups }) => ({ groups: groups.filter((name) => name !== GroupName) }));
    return {};
  },
});
