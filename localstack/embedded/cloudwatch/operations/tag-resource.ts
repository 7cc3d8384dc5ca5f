import { defineOperation } from '../../core/operation.ts';
import { alarmByArn } from '../alarms/by-arn.ts';
import { onArn } from '../authorization.ts';
import type { Tag } from '../model.ts';
import type { CloudWatchState } from '../state.ts';

interface TagResourceInput {
  readonly ResourceARN: string;
  readonly Tags: readonly Tag[];
}

/** TagResource: adds tags to an alarm. */
export const tagResource = defineOperation({
  name: 'TagResource',
  authorization: onArn('TagResource'),
  run(state: CloudWatchState, { ResourceARN, Tags }: TagResourceInput) {
    const alarm = alarmByArn(state, ResourceARN);
    const added = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    state.alarms.set(alarm.AlarmName, { ...alarm, tags: { ...alarm.tags, ...added } });
    return {};
  },
});
