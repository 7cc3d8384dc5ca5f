import { defineOperation } from '../../core/operation.ts';
import { onArn } from '../authorization.ts';
import { groupByArn } from '../groups.ts';
import type { Tag } from '../model.ts';
import type { SchedulerState } from '../state.ts';

interface TagResourceInput {
  readonly ResourceArn: string;
  readonly Tags: readonly Tag[];
}

/** TagResource: adds tags to a schedule group, over those of the same keys. */
export const tagResource = defineOperation({
  name: 'TagResource',
  authorization: onArn('TagResource'),
  http: { method: 'POST', path: '/tags/{ResourceArn}' },
  run(state: SchedulerState, { ResourceArn, Tags }: TagResourceInput) {
    const group = groupByArn(state, ResourceArn);
    const kept = group.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
    state.groups.set(group.Name, { ...group, tags: [...kept, ...Tags] });
    return {};
  },
});
