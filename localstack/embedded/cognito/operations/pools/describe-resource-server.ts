import type { DescribeResourceServerRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { resourceServerOf } from '../../pools/resource-servers.ts';
import type { CognitoState } from '../../state.ts';

/** DescribeResourceServer. */
export const describeResourceServer = defineOperation({
  name: 'DescribeResourceServer',
  authorization: onPool('DescribeResourceServer'),
  run: ({ store }: CognitoState, { UserPoolId, Identifier }: DescribeResourceServerRequest) => ({
    ResourceServer: resourceServerOf(store, UserPoolId, Identifier),
  }),
});
