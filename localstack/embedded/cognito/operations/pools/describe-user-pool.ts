import type { DescribeUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { describePool } from '../../pools/user-pools.ts';
import type { CognitoState } from '../../state.ts';

/** DescribeUserPool. */
export const describeUserPool = defineOperation({
  name: 'DescribeUserPool',
  authorization: onPool('DescribeUserPool'),
  run: ({ store }: CognitoState, { UserPoolId }: DescribeUserPoolRequest) => ({
    UserPool: describePool(store, store.pool(UserPoolId)),
  }),
});
