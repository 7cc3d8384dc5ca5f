import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { groupByArn, tagGroup } from '../groups.ts';
import type { LogsState } from '../state.ts';

interface TagResourceInput {
  readonly resourceArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** TagResource: adds tags to a log group. */
export const tagResource = defineOperation({
  name: 'TagResource',
  authorization: onArn('TagResource'),
  run(state: LogsState, { resourceArn, tags }: TagResourceInput) {
    tagGroup(state, groupByArn(state, resourceArn), tags);
    return {};
  },
});
