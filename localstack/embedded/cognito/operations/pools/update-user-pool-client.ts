import type { UpdateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import type { UserPoolClient } from '../../model.ts';
import { checkOAuth } from '../../pools/oauth-settings.ts';
import { clientSettings, describeClient } from '../../pools/user-pool-clients.ts';
import type { CognitoState } from '../../state.ts';

/** UpdateUserPoolClient: resets what the request leaves out to its default, as AWS does. */
export const updateUserPoolClient = defineOperation({
  name: 'UpdateUserPoolClient',
  authorization: onPool('UpdateUserPoolClient'),
  run({ context, store }: CognitoState, input: UpdateUserPoolClientRequest) {
    const client = store.clientOf(input.UserPoolId, input.ClientId);
    const ClientName = input.ClientName ?? client.settings.ClientName;
    const changed: UserPoolClient = {
      ...client,
      updatedAt: context.clock.now(),
      settings: clientSettings(store.pool(client.poolId), { ...input, ClientName }),
    };
    checkOAuth(store, store.pool(client.poolId), changed);
    store.clients.set(client.id, changed);
    return { UserPoolClient: describeClient(changed) };
  },
});
