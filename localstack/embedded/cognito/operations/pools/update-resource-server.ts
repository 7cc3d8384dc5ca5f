import type { UpdateResourceServerRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { required } from '../../errors.ts';
import { resourceServerOf } from '../../pools/resource-servers.ts';
import type { CognitoState } from '../../state.ts';

/** UpdateResourceServer: replaces its name and scopes. */
export const updateResourceServer = defineOperation({
  name: 'UpdateResourceServer',
  authorization: onPool('UpdateResourceServer'),
  run({ store }: CognitoState, input: UpdateResourceServerRequest) {
    const before = resourceServerOf(store, input.UserPoolId, input.Identifier);
    const server = { ...before, Name: required(input.Name, 'name'), Scopes: input.Scopes };
    store.resourceServers(store.pool(input.UserPoolId).id).set(server.Identifier, server);
    return { ResourceServer: server };
  },
});
