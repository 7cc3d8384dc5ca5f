import type { ListIdentityProvidersRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { page } from '../../paging.ts';
import { describeProvider } from '../../providers/identity-providers.ts';
import type { CognitoState } from '../../state.ts';

/** ListIdentityProviders. */
export const listIdentityProviders = defineOperation({
  name: 'ListIdentityProviders',
  authorization: onPool('ListIdentityProviders'),
  run({ store }: CognitoState, { UserPoolId, MaxResults, NextToken }: ListIdentityProvidersRequest) {
    const providers = [...store.identityProviders(store.pool(UserPoolId).id).values()];
    const { items, next } = page(providers, MaxResults, NextToken);
    return {
      Providers: items
        .map(describeProvider)
        .map(({ ProviderName, ProviderType, CreationDate, LastModifiedDate }) => ({
          ProviderName,
          ProviderType,
          CreationDate,
          LastModifiedDate,
        })),
      NextToken: next,
    };
  },
});
