import type { UntagResourceRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onTagged } from '../../authorization.ts';
import { required } from '../../errors.ts';
import { poolWithArn } from '../../pools/user-pools.ts';
import type { CognitoState } from '../../state.ts';

/** UntagResource. */
export const untagResource = defineOperation({
  name: 'UntagResource',
  authorization: onTagged('UntagResource'),
  run({ store }: CognitoState, input: UntagResourceRequest) {
    const pool = poolWithArn(store, input.ResourceArn);
    const removed = new Set(required(input.TagKeys, 'tagKeys'));
    const tags = Object.fromEntries(Object.entries(pool.tags).filter(([key]) => !removed.has(key)));
    store.pools.set(pool.id, { ...pool, tags });
    return {};
  },
});
