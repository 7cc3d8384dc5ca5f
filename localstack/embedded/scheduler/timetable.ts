import type { Timer } from '../clock/clock.ts';
import type { EmbeddedContext } from '../core/context.ts';
import { deliver } from './deliver.ts';
import { parseExpression } from './expression.ts';
import type { Schedule } from './model.ts';

/** Keeps one timer of the clock for each schedule that is due some time. */
export interface Timetable {
  /** Sets or resets a schedule's timer. */
  enter(key: string, schedule: Schedule): void;
  /** As {@link enter}, for a schedule of an earlier process: times that have passed meanwhile are missed. */
  resume(key: string, schedule: Schedule): void;
  remove(key: string): void;
}

/** `completed` is called with the key of a schedule that has no further time and is to be deleted. */
export function createTimetable(context: EmbeddedContext, completed: (key: string) => void): Timetable {
  const { clock } = context;
  const timers = new Map<string, Timer>();

  function remove(key: string): void {
    timers.get(key)?.cancel();
    timers.delete(key);
  }

  /** A one-time schedule has no start and no end but its time. */
  function plan(key: string, schedule: Schedule, after: number): void {
    const once = schedule.ScheduleExpression.startsWith('at(');
    const start = ((once ? undefined : schedule.StartDate) ?? schedule.LastModificationDate) * 1000;
    const end = ((once ? undefined : schedule.EndDate) ?? Number.POSITIVE_INFINITY) * 1000;
    const occurrences = parseExpression(
      schedule.ScheduleExpression,
      schedule.ScheduleExpressionTimezone,
      start,
    );
    const due = occurrences.after(Math.max(after, start - 1));
    if (due === undefined || due > end) {
      if (schedule.ActionAfterCompletion === 'DELETE') completed(key);
      return;
    }
    const what = `Schedule ${schedule.Name}`;
    const fire = () => {
      const { Mode, MaximumWindowInMinutes = 0 } = schedule.FlexibleTimeWindow;
      const delay =
        Mode === 'FLEXIBLE' ? Math.floor(context.random.number() * MaximumWindowInMinutes * 60_000) : 0;
      // Planned first: whatever becomes of this time, the next one is not missed.
      plan(key, schedule, due);
      const begin = () => clock.background(() => deliver(context, schedule, due), what);
      if (delay > 0) clock.after(delay, begin, what);
      else begin();
    };
    timers.set(key, clock.after(due - clock.now(), fire, what));
  }

  return {
    enter(key, schedule) {
      remove(key);
      if (schedule.State === 'ENABLED') plan(key, schedule, schedule.LastModificationDate * 1000 - 1);
    },
    resume(key, schedule) {
      if (schedule.State === 'ENABLED') plan(key, schedule, clock.now());
    },
    remove,
  };
}
