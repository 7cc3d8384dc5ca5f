import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { validation } from '../errors.ts';
import { DEFAULT_GROUP, findGroup } from '../groups.ts';
import type { GroupReference } from '../model.ts';
import type { SchedulerState } from '../state.ts';

/** DeleteScheduleGroup: its schedules go with it. */
export const deleteScheduleGroup = defineOperation({
  name: 'DeleteScheduleGroup',
  authorization: onGroup('DeleteScheduleGroup'),
  http: { method: 'DELETE', path: '/schedule-groups/{Name}' },
  run(state: SchedulerState, { Name }: GroupReference) {
    const { groups, schedules, timetable } = state;
    findGroup(state, Name);
    if (Name === DEFAULT_GROUP) throw validation('The default schedule group cannot be deleted.');
    for (const [key, schedule] of [...schedules.entries()]) {
      if (schedule.GroupName !== Name) continue;
      schedules.delete(key);
      timetable.remove(key);
    }
    groups.delete(Name);
    return {};
  },
});
