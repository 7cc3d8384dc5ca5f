import type { ListGroupsRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { page } from '../../paging.ts';
import { describeGroup } from '../../pools/groups.ts';
import type { CognitoState } from '../../state.ts';

/** ListGroups. */
export const listGroups = defineOperation({
  name: 'ListGroups',
  authorization: onPool('ListGroups'),
  run({ store }: CognitoState, input: ListGroupsRequest) {
    const pool = store.pool(input.UserPoolId);
    const { items, next } = page([...store.groups(pool.id).values()], input.Limit, input.NextToken);
    return { Groups: items.map((group) => describeGroup(pool.id, group)), NextToken: next };
  },
});
