import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { groupByArn } from '../groups.ts';
import type { LogsState } from '../state.ts';

interface ListTagsForResourceInput {
  readonly resourceArn: string;
}

/** ListTagsForResource: the tags of a log group. */
export const listTagsForResource = defineOperation({
  name: 'ListTagsForResource',
  authorization: onArn('ListTagsForResource'),
  run: (state: LogsState, { resourceArn }: ListTagsForResourceInput) => ({
    tags: groupByArn(state, resourceArn).tags,
  }),
});
