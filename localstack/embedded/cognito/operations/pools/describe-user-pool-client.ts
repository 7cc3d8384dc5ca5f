import type { DescribeUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { describeClient } from '../../pools/user-pool-clients.ts';
import type { CognitoState } from '../../state.ts';

/** DescribeUserPoolClient. */
export const describeUserPoolClient = defineOperation({
  name: 'DescribeUserPoolClient',
  authorization: onPool('DescribeUserPoolClient'),
  run: ({ store }: CognitoState, { UserPoolId, ClientId }: DescribeUserPoolClientRequest) => ({
    UserPoolClient: describeClient(store.clientOf(UserPoolId, ClientId)),
  }),
});
