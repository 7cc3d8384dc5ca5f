import type { DeleteResourceServerRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { resourceServerOf } from '../../pools/resource-servers.ts';
import type { CognitoState } from '../../state.ts';

/** DeleteResourceServer. */
export const deleteResourceServer = defineOperation({
  name: 'DeleteResourceServer',
  authorization: onPool('DeleteResourceServer'),
  run({ store }: CognitoState, input: DeleteResourceServerRequest) {
    const { Identifier } = resourceServerOf(store, input.UserPoolId, input.Identifier);
    store.resourceServers(store.pool(input.UserPoolId).id).delete(Identifier);
    return {};
  },
});
