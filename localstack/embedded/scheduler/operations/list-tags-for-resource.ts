import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { groupByArn } from '../groups.ts';
import type { SchedulerState } from '../state.ts';

interface ListTagsForResourceInput {
  readonly ResourceArn: string;
}

/** ListTagsForResource: the tags of a schedule group; AWS lets nothing else be tagged. */
export const listTagsForResource = defineOperation({
  name: 'ListTagsForResource',
  authorization: onArn('ListTagsForResource'),
  http: { method: 'GET', path: '/tags/{ResourceArn}' },
  run: (state: SchedulerState, { ResourceArn }: ListTagsForResourceInput) => ({
    Tags: groupByArn(state, ResourceArn).tags,
  }),
});
