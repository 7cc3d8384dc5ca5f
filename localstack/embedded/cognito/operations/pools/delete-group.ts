import type { DeleteGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { groupOf } from '../../pools/groups.ts';
import type { CognitoState } from '../../state.ts';

/** DeleteGroup: its members stay users of the pool. */
export const deleteGroup = defineOperation({
  name: 'DeleteGroup',
  authorization: onPool('DeleteGroup'),
  run({ store }: CognitoState, input: DeleteGroupRequest) {
    const { GroupName } = groupOf(store, input.UserPoolId, input.GroupName);
    const pool = store.pool(input.UserPoolId);
    const users = store.users(pool.id);
    for (const user of [...users.values()]) {
      if (user.groups.includes(GroupName)) {
        users.change(user.username, (now) => ({ groups: now.groups.filter((name) => name !== GroupName) }));
      }
    }
    store.groups(pool.id).delete(GroupName);
    return {};
  },
});
