import type { EmbeddedContext } from '../core/context.ts';
import type { Collection } from '../storage/storage.ts';
import type { Schedule, ScheduleGroup } from './model.ts';
import type { Timetable } from './timetable.ts';

/** What the scheduler keeps, and what its operations need besides. */
export interface SchedulerState {
  readonly context: EmbeddedContext;
  /** By {@link keyOf}. */
  readonly schedules: Collection<Schedule>;
  /** By name. */
  readonly groups: Collection<ScheduleGroup>;
  readonly timetable: Timetable;
}

/** Where a schedule is kept. */
export function keyOf(groupName: string, name: string): string {
  return `${groupName}/${name}`;
}
