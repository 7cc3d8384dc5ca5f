import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import type { LambdaState } from '../state.ts';
import { taggedResource } from '../tags.ts';

interface TagResourceInput {
  readonly Resource: string;
  readonly Tags: Readonly<Record<string, string>>;
}

/** TagResource: adds tags to a function or an event source mapping. */
export const tagResource = defineOperation({
  name: 'TagResource',
  authorization: onArn('TagResource'),
  http: { method: 'POST', path: '/2017-03-31/tags/{Resource}', status: 204 },
  run(state: LambdaState, { Resource, Tags }: TagResourceInput) {
    const { tags, save } = taggedResource(state, Resource);
    save({ ...tags, ...Tags });
    return {};
  },
});
