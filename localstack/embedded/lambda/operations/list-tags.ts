import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import type { LambdaState } from '../state.ts';
import { taggedResource } from '../tags.ts';

interface ListTagsInput {
  readonly Resource: string;
}

/** ListTags: the tags of a function or an event source mapping. */
export const listTags = defineOperation({
  name: 'ListTags',
  authorization: onArn('ListTags'),
  http: { method: 'GET', path: '/2017-03-31/tags/{Resource}' },
  run: (state: LambdaState, { Resource }: ListTagsInput) => ({ Tags: taggedResource(state, Resource).tags }),
});
