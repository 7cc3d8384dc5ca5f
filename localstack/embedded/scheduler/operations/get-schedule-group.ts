import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { findGroup } from '../groups.ts';
import type { GroupReference } from '../model.ts';
import type { SchedulerState } from '../state.ts';

/** GetScheduleGroup: a group, without its tags. */
export const getScheduleGroup = defineOperation({
  name: 'GetScheduleGroup',
  authorization: onGroup('GetScheduleGroup'),
  http: { method: 'GET', path: '/schedule-groups/{Name}' },
  run(state: SchedulerState, { Name }: GroupReference) {
    const { tags: _tags, ...group } = findGroup(state, Name);
    return group;
  },
});
