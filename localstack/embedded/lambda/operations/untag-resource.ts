import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import type { LambdaState } from '../state.ts';
import { taggedResource } from '../tags.ts';

interface UntagResourceInput {
  readonly Resource: string;
  /** One key comes as text: it is a query parameter. */
  readonly TagKeys: string | readonly string[];
}

/** UntagResource: takes tags from a function or an event source mapping. */
export const untagResource = defineOperation({
  name: 'UntagResource',
  authorization: onArn('UntagResource'),
  http: { method: 'DELETE', path: '/2017-03-31/tags/{Resource}', query: { tagKeys: 'TagKeys' }, status: 204 },
  run(state: LambdaState, { Resource, TagKeys }: UntagResourceInput) {
    const { tags, save } = taggedResource(state, Resource);
    const removed = new Set([TagKeys].flat());
    save(Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))));
    return {};
  },
});
