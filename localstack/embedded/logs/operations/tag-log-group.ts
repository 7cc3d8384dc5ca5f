import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { tagGroup } from '../groups.ts';
import type { LogsState } from '../state.ts';

interface TagLogGroupInput {
  readonly logGroupName: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** TagLogGroup: TagResource's older form, by the group's name. */
export const tagLogGroup = defineOperation({
  name: 'TagLogGroup',
  authorization: onGroup('TagLogGroup'),
  run(state: LogsState, input: TagLogGroupInput) {
    tagGroup(state, state.group(input), input.tags);
    return {};
  },
});
