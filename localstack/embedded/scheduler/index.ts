import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { createGroup, DEFAULT_GROUP } from './groups.ts';
import type { Schedule } from './model.ts';
import { declarations } from './operations/index.ts';
import type { SchedulerState } from './state.ts';
import { createTimetable } from './timetable.ts';

/** Amazon EventBridge Scheduler: calls targets at the times of the emulated clock. */
export function createSchedulerService(context: EmbeddedContext): Service {
  const schedules = context.storage.collection<Schedule>('scheduler/schedules');
  const timetable = createTimetable(context, (key) => schedules.delete(key));
  const state: SchedulerState = {
    context,
    schedules,
    groups: context.storage.collection('scheduler/groups'),
    timetable,
  };
  for (const [key, schedule] of [...schedules.entries()]) {
    context.clock.background(
      () => Promise.resolve().then(() => timetable.resume(key, schedule)),
      `Resuming schedule ${schedule.Name}`,
    );
  }
  if (!state.groups.has(DEFAULT_GROUP)) createGroup(state, DEFAULT_GROUP, []);
  return {
    name: 'scheduler',
    signingName: 'scheduler',
    protocols: ['rest-json'],
    ...declaredParts(state, declarations),
  };
}
