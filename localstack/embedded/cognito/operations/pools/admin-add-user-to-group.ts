import type { AdminAddUserToGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { groupOf } from '../../pools/groups.ts';
import type { CognitoState } from '../../state.ts';

/** AdminAddUserToGroup. */
export const adminAddUserToGroup = defineOperation({
  name: 'AdminAddUserToGroup',
  authorization: onPool('AdminAddUserToGroup'),
  run({ store }: CognitoState, input: AdminAddUserToGroupRequest) {
    const users = store.users(store.pool(input.UserPoolId).id);
    const { username } = users.require(input.Username);
    const { GroupName } = groupOf(store, input.UserPoolId, input.GroupName);
    users.change(username, ({ groups }) =>
      groups.includes(GroupName) ? {} : { groups: [...groups, GroupName] },
    );
    return {};
  },
});
