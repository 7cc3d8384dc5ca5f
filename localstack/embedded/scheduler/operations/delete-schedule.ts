import { defineOperation } from '../../core/operation.ts';
import { onSchedule } from '../authorization.ts';
import type { ScheduleReference } from '../model.ts';
import { findSchedule } from '../schedules.ts';
import { keyOf, type SchedulerState } from '../state.ts';

/** DeleteSchedule: a schedule and its timer. */
export const deleteSchedule = defineOperation({
  name: 'DeleteSchedule',
  authorization: onSchedule('DeleteSchedule'),
  http: { method: 'DELETE', path: '/schedules/{Name}', query: { groupName: 'GroupName' } },
  run(state: SchedulerState, input: ScheduleReference) {
    const { Name, GroupName } = findSchedule(state, input);
    const key = keyOf(GroupName, Name);
    state.schedules.delete(key);
    state.timetable.remove(key);
    return {};
  },
});
