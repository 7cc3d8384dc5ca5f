import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { groupByArn } from '../groups.ts';
import type { SchedulerState } from '../state.ts';

interface UntagResourceInput {
  readonly ResourceArn: string;
  /** One key comes as text: it is a query parameter. */
  readonly TagKeys: string | string[];
}

/** UntagResource: takes tags from a schedule group. */
export const untagResource = defineOperation({
  name: 'UntagResource',
  authorization: onArn('UntagResource'),
  http: { method: 'DELETE', path: '/tags/{ResourceArn}', query: { TagKeys: 'TagKeys' } },
  run(state: SchedulerState, { ResourceArn, TagKeys }: UntagResourceInput) {
    const group = groupByArn(state, ResourceArn);
    const removed = [TagKeys].flat();
    const tags = group.tags.filter(({ Key }) => !removed.includes(Key));
    state.groups.set(group.Name, { ...group, tags });
    return {};
  },
});
