import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';
import { changeTags } from '../tags.ts';

interface UntagResourceInput {
  readonly resourceArn?: string;
  readonly tagKeys?: readonly string[];
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html */
export const untagResource = defineOperation({
  name: 'UntagResource',
  authorization: onArn('UntagResource', 'resourceArn'),
  run(state: StepFunctionsState, input: UntagResourceInput) {
    const removed = new Set(required(input.tagKeys, 'tagKeys'));
    changeTags(state, input.resourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))),
    );
    return {};
  },
});
