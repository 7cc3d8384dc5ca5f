import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import type { StepFunctionsState } from '../state.ts';
import { changeTags } from '../tags.ts';

interface ListTagsForResourceInput {
  readonly resourceArn?: string;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListTagsForResource.html */
export const listTagsForResource = defineOperation({
  name: 'ListTagsForResource',
  authorization: onArn('ListTagsForResource', 'resourceArn'),
  run(state: StepFunctionsState, input: ListTagsForResourceInput) {
    const tags = changeTags(state, input.resourceArn, (kept) => kept);
    return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
  },
});
