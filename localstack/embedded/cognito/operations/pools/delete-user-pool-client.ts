import type { DeleteUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import type { CognitoState } from '../../state.ts';

/** DeleteUserPoolClient. */
export const deleteUserPoolClient = defineOperation({
  name: 'DeleteUserPoolClient',
  authorization: onPool('DeleteUserPoolClient'),
  run({ store }: CognitoState, { UserPoolId, ClientId }: DeleteUserPoolClientRequest) {
    store.clients.delete(store.clientOf(UserPoolId, ClientId).id);
    return {};
  },
});
