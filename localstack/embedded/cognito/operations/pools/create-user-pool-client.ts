import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required, unsupported } from '../../errors.ts';
import type { UserPoolClient } from '../../model.ts';
import { checkOAuth } from '../../pools/oauth-settings.ts';
import { clientSettings, describeClient } from '../../pools/user-pool-clients.ts';
import type { CognitoState } from '../../state.ts';

/** CreateUserPoolClient. */
export const createUserPoolClient = defineOperation({
  name: 'CreateUserPoolClient',
  authorization: onPool('CreateUserPoolClient'),
  run({ context, store }: CognitoState, input: CreateUserPoolClientRequest) {
    const pool = store.pool(input.UserPoolId);
    if (input.ClientSecret !== undefined) throw unsupported('CreateUserPoolClient with a given ClientSecret');
    const now = context.clock.now();
    const client: UserPoolClient = {
      id: context.random.id(26),
      poolId: pool.id,
      ...(input.GenerateSecret ? { secret: context.random.id(51) } : {}),
      createdAt: now,
      updatedAt: now,
      settings: clientSettings(pool, { ...input, ClientName: required(input.ClientName, 'clientName') }),
    };
    checkOAuth(store, pool, client);
    store.clients.set(client.id, client);
    return { UserPoolClient: describeClient(client) };
  },
});
