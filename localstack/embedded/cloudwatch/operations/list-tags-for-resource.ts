import { defineOperation } from '../../core/operation.ts';
import { alarmByArn } from '../alarms/by-arn.ts';
import { onArn } from '../authorization.ts';
import type { CloudWatchState } from '../state.ts';

interface ListTagsForResourceInput {
  readonly ResourceARN: string;
}

/** ListTagsForResource: the tags of an alarm. */
export const listTagsForResource = defineOperation({
  name: 'ListTagsForResource',
  authorization: onArn('ListTagsForResource'),
  run(state: CloudWatchState, { ResourceARN }: ListTagsForResourceInput) {
    const { tags } = alarmByArn(state, ResourceARN);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
