import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { untagGroup } from '../groups.ts';
import type { LogsState } from '../state.ts';

interface UntagLogGroupInput {
  readonly logGroupName: string;
  /** The tags' keys. */
  readonly tags: readonly string[];
}

/** UntagLogGroup: UntagResource's older form, by the group's name. */
export const untagLogGroup = defineOperation({
  name: 'UntagLogGroup',
  authorization: onGroup('UntagLogGroup'),
  run(state: LogsState, input: UntagLogGroupInput) {
    untagGroup(state, state.group(input), input.tags);
    return {};
  },
});
