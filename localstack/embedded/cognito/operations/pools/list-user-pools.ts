import type { ListUserPoolsRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onAll } from '../../authorization.ts';
import { required } from '../../errors.ts';
import { page } from '../../paging.ts';
import { summarizePool } from '../../pools/user-pools.ts';
import type { CognitoState } from '../../state.ts';

/** ListUserPools. */
export const listUserPools = defineOperation({
  name: 'ListUserPools',
  authorization: onAll('ListUserPools'),
  run({ store }: CognitoState, { MaxResults, NextToken }: ListUserPoolsRequest) {
    const { items, next } = page([...store.pools.values()], required(MaxResults, 'maxResults'), NextToken);
    return { UserPools: items.map(summarizePool), NextToken: next };
  },
});
