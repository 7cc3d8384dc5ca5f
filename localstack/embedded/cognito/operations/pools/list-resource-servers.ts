import type { ListResourceServersRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { page } from '../../paging.ts';
import type { CognitoState } from '../../state.ts';

/** ListResourceServers. */
export const listResourceServers = defineOperation({
  name: 'ListResourceServers',
  authorization: onPool('ListResourceServers'),
  run({ store }: CognitoState, input: ListResourceServersRequest) {
    const pool = store.pool(input.UserPoolId);
    const servers = [...store.resourceServers(pool.id).values()];
    const { items, next } = page(servers, input.MaxResults, input.NextToken, 50);
    return { ResourceServers: items, NextToken: next };
  },
});
