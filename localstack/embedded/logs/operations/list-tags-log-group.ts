import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import type { LogsState } from '../state.ts';

interface ListTagsLogGroupInput {
  readonly logGroupName: string;
}

/** ListTagsLogGroup: ListTagsForResource's older form, by the group's name. */
export const listTagsLogGroup = defineOperation({
  name: 'ListTagsLogGroup',
  authorization: onGroup('ListTagsLogGroup'),
  run: (state: LogsState, input: ListTagsLogGroupInput) => ({ tags: state.group(input).tags }),
});
