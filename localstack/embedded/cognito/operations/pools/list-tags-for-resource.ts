import type { ListTagsForResourceRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onTagged } from '../../authorization.ts';
import { poolWithArn } from '../../pools/user-pools.ts';
import type { CognitoState } from '../../state.ts';

/** ListTagsForResource. */
export const listTagsForResource = defineOperation({
  name: 'ListTagsForResource',
  authorization: onTagged('ListTagsForResource'),
  run: ({ store }: CognitoState, { ResourceArn }: ListTagsForResourceRequest) => ({
    Tags: poolWithArn(store, ResourceArn).tags,
  }),
});
