import type { DescribeIdentityProviderRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { describeProvider, providerOf } from '../../providers/identity-providers.ts';
import type { CognitoState } from '../../state.ts';

/** DescribeIdentityProvider. */
export const describeIdentityProvider = defineOperation({
  name: 'DescribeIdentityProvider',
  authorization: onPool('DescribeIdentityProvider'),
  run({ store }: CognitoState, { UserPoolId, ProviderName }: DescribeIdentityProviderRequest) {
    return { IdentityProvider: describeProvider(providerOf(store, UserPoolId, ProviderName)) };
  },
});
