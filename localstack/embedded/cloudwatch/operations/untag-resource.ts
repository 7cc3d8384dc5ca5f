import { defineOperation } from '../../core/operation.ts';
import { alarmByArn } from '../alarms/by-arn.ts';
import { onArn } from '../authorization.ts';
import type { CloudWatchState } from '../state.ts';

interface UntagResourceInput {
  readonly ResourceARN: string;
  readonly TagKeys: readonly string[];
}

/** UntagResource: takes tags from an alarm. */
export const untagResource = defineOperation({
  name: 'UntagResource',
  authorization: onArn('UntagResource'),
  run(state: CloudWatchState, { ResourceARN, TagKeys }: UntagResourceInput) {
    const alarm = alarmByArn(state, ResourceARN);
    const kept = Object.entries(alarm.tags).filter(([key]) => !TagKeys.includes(key));
    state.alarms.set(alarm.AlarmName, { ...alarm, tags: Object.fromEntries(kept) });
    return {};
  },
});
