import type {
  ListTagsForResourceRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { required, resourceNotFound } from '../errors.ts';
import type { UserPool } from '../model.ts';
import type { CognitoParts } from '../parts.ts';

/** Tags of user pools. */
export function tagOperations({ store }: CognitoParts) {
  const poolOf = (arn: string | undefined): UserPool => {
    const found = [...store.pools.values()].find((pool) => pool.arn === required(arn, 'resourceArn'));
    if (!found) throw resourceNotFound(`Resource ${arn} does not exist.`);
    return found;
  };

  return {
    TagResource(input: TagResourceRequest) {
      const pool = poolOf(input.ResourceArn);
      store.pools.set(pool.id, { ...pool, tags: { ...pool.tags, ...required(input.Tags, 'tags') } });
      return {};
    },

    UntagResource(input: UntagResourceRequest) {
      const pool = poolOf(input.ResourceArn);
      const removed = new Set(required(input.TagKeys, 'tagKeys'));
      const tags = Object.fromEntries(Object.entries(pool.tags).filter(([key]) => !removed.has(key)));
      store.pools.set(pool.id, { ...pool, tags });
      return {};
    },

    ListTagsForResource(input: ListTagsForResourceRequest) {
      return { Tags: poolOf(input.ResourceArn).tags };
    },
  };
}
