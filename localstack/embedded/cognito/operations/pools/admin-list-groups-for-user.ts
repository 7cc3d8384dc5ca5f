import type { AdminListGroupsForUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { page } from '../../paging.ts';
import { describeGroup, groupOf } from '../../pools/groups.ts';
import type { CognitoState } from '../../state.ts';

/** AdminListGroupsForUser. */
export const adminListGroupsForUser = defineOperation({
  name: 'AdminListGroupsForUser',
  authorization: onPool('AdminListGroupsForUser'),
  run({ store }: CognitoState, input: AdminListGroupsForUserRequest) {
    const pool = store.pool(input.UserPoolId);
    const user = store.users(pool.id).require(input.Username);
    const { items, next } = page(user.groups, input.Limit, input.NextToken);
    return {
      Groups: items.map((name) => describeGroup(pool.id, groupOf(store, pool.id, name))),
      NextToken: next,
    };
  },
});
