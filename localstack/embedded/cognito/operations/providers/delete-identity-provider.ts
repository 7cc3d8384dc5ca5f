import type { DeleteIdentityProviderRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { providerOf } from '../../providers/identity-providers.ts';
import type { CognitoState } from '../../state.ts';

/** DeleteIdentityProvider: its people stay, and cannot sign in any more. */
export const deleteIdentityProvider = defineOperation({
  name: 'DeleteIdentityProvider',
  authorization: onPool('DeleteIdentityProvider'),
  run({ store }: CognitoState, { UserPoolId, ProviderName }: DeleteIdentityProviderRequest) {
    const found = providerOf(store, UserPoolId, ProviderName);
    store.identityProviders(store.pool(UserPoolId).id).delete(found.ProviderName);
    return {};
  },
});
