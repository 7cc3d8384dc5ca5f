import { defineOperation } from '../../core/operation.ts';
import { onPath } from '../authorization.ts';
import { taggedResource } from '../control/tags.ts';
import type { ApiGatewayState } from '../state.ts';

interface UntagResourceInput {
  readonly ResourceArn?: string;
  /** One key comes as text: it is a query parameter. */
  readonly TagKeys?: string | string[];
}

const http = { method: 'DELETE', path: '/v2/tags/{ResourceArn}', status: 204, query: { tagKeys: 'TagKeys' } };

/** UntagResource: takes tags from an API or a stage. */
export const untagResource = defineOperation({
  name: 'UntagResource',
  authorization: onPath(http),
  http,
  run({ store }: ApiGatewayState, input: UntagResourceInput) {
    const { tags, save } = taggedResource(store, input.ResourceArn);
    const removed = new Set([input.TagKeys ?? []].flat());
    save(Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))));
    return {};
  },
});
