import type { ListUsersInGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { page } from '../../paging.ts';
import { groupOf } from '../../pools/groups.ts';
import type { CognitoState } from '../../state.ts';
import { describeUser } from '../../users/describe.ts';

/** ListUsersInGroup. */
export const listUsersInGroup = defineOperation({
  name: 'ListUsersInGroup',
  authorization: onPool('ListUsersInGroup'),
  run({ store }: CognitoState, input: ListUsersInGroupRequest) {
    const pool = store.pool(input.UserPoolId);
    const { GroupName } = groupOf(store, pool.id, input.GroupName);
    const members = [...store.users(pool.id).values()].filter((user) => user.groups.includes(GroupName));
    const { items, next } = page(members, input.Limit, input.NextToken);
    return { Users: items.map((user) => describeUser(user)), NextToken: next };
  },
});
