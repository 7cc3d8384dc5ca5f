import type { TagResourceRequest } from '@aws-sdk/client-cognito-identity-provider';
import { defineOperation } from '../../../core/operation.ts';
import { onTagged } from '../../authorization.ts';
import { required } from '../../errors.ts';
import { poolWithArn } from '../../pools/user-pools.ts';
import type { CognitoState } from '../../state.ts';

/** TagResource: of user pools, the only resources here that have tags. */
export const tagResource = defineOperation({
  name: 'TagResource',
  authorization: onTagged('TagResource'),
  run({ store }: CognitoState, input: TagResourceRequest) {
    const pool = poolWithArn(store, input.ResourceArn);
    store.pools.set(pool.id, { ...pool, tags: { ...pool.tags, ...required(input.Tags, 'tags') } });
    return {};
  },
});
