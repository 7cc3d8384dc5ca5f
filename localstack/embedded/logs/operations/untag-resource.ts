import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { groupByArn, untagGroup } from '../groups.ts';
import type { LogsState } from '../state.ts';

interface UntagResourceInput {
  readonly resourceArn: string;
  readonly tagKeys: readonly string[];
}

/** UntagResource: takes tags from a log group. */
export const untagResource = defineOperation({
  name: 'UntagResource',
  authorization: onArn('UntagResource'),
  run(state: LogsState, { resourceArn, tagKeys }: UntagResourceInput) {
    untagGroup(state, groupByArn(state, resourceArn), tagKeys);
    return {};
  },
});
