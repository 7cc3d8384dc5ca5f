import { defineOperation } from '../../core/operation.ts';
import { onSchedule } from '../authorization.ts';
import type { ScheduleReference } from '../model.ts';
import { findSchedule } from '../schedules.ts';
import type { SchedulerState } from '../state.ts';

/** GetSchedule: a schedule as it was put. */
export const getSchedule = defineOperation({
  name: 'GetSchedule',
  authorization: onSchedule('GetSchedule'),
  http: { method: 'GET', path: '/schedules/{Name}', query: { groupName: 'GroupName' } },
  run(state: SchedulerState, input: ScheduleReference) {
    const { StartDate, EndDate, ...schedule } = findSchedule(state, input);
    return {
      ...schedule,
      ...(StartDate === undefined ? {} : { StartDate: new Date(StartDate * 1000) }),
      ...(EndDate === undefined ? {} : { EndDate: new Date(EndDate * 1000) }),
    };
  },
});
