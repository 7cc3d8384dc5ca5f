import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { required } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';
import { changeTags, readTags, type Tag } from '../tags.ts';

interface TagResourceInput {
  readonly resourceArn?: string;
  readonly tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
export const tagResource = defineOperation({
  name: 'TagResource',
  authorization: onArn('TagResource', 'resourceArn'),
  run(state: StepFunctionsState, input: TagResourceInput) {
    const added = readTags(required(input.tags, 'tags'));
    changeTags(state, input.resourceArn, (tags) => ({ ...tags, ...added }));
    return {};
  },
});
