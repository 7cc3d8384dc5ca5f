import { defineOperation } from '../../core/operation.ts';
import { onScheduleWithRole } from '../authorization.ts';
import type { ScheduleInput } from '../model.ts';
import { findSchedule, putSchedule } from '../schedules.ts';
import type { SchedulerState } from '../state.ts';

/** UpdateSchedule: replaces all of a schedule. */
export const updateSchedule = defineOperation({
  name: 'UpdateSchedule',
  authorization: onScheduleWithRole('UpdateSchedule'),
  http: { method: 'PUT', path: '/schedules/{Name}' },
  run: (state: SchedulerState, input: ScheduleInput) => putSchedule(state, input, findSchedule(state, input)),
});
