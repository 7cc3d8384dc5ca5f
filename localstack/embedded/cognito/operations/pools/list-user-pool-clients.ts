import type { ListUserPoolClientsRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { page } from '../../paging.ts';
import type { CognitoState } from '../../state.ts';

/** ListUserPoolClients. */
export const listUserPoolClients = defineOperation({
  name: 'ListUserPoolClients',
  authorization: onPool('ListUserPoolClients'),
  run({ store }: CognitoState, input: ListUserPoolClientsRequest) {
    const pool = store.pool(input.UserPoolId);
    const clients = [...store.clients.values()].filter((client) => client.poolId === pool.id);
    const { items, next } = page(clients, input.MaxResults, input.NextToken);
    return {
      UserPoolClients: items.map(({ id, settings }) => ({
        ClientId: id,
        UserPoolId: pool.id,
        ClientName: settings.ClientName,
      })),
      NextToken: next,
    };
  },
});
