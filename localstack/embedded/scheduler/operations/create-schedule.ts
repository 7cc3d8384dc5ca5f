import { defineOperation } from '../../core/operation.ts';
import { onScheduleWithRole } from '../authorization.ts';
import { conflict } from '../errors.ts';
import { DEFAULT_GROUP, findGroup } from '../groups.ts';
import type { ScheduleInput } from '../model.ts';
import { putSchedule } from '../schedules.ts';
import { keyOf, type SchedulerState } from '../state.ts';

/** CreateSchedule: a schedule under a name that is free in its group. */
export const createSchedule = defineOperation({
  name: 'CreateSchedule',
  authorization: onScheduleWithRole('CreateSchedule'),
  http: { method: 'POST', path: '/schedules/{Name}' },
  run(state: SchedulerState, input: ScheduleInput) {
    const group = findGroup(state, input.GroupName ?? DEFAULT_GROUP);
    if (state.schedules.has(keyOf(group.Name, input.Name))) throw conflict(`Schedule ${input.Name}`);
    return putSchedule(state, input, undefined);
  },
});
