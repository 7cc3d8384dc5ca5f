import { Cron } from 'croner';
import { validation } from './errors.ts';
import { type LocalTime, localTimeOf } from './local-time.ts';

/** The times of a schedule, in milliseconds since the epoch. */
export interface Occurrences {
  /** The first time after `time`; undefined when there is none. */
  after(time: number): number | undefined;
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** The highest value of each of cron's fields: minutes, hours, day of month, month, day of week. */
const HIGHEST = [59, 23, 31, 12, 7] as const;
const DAY_OF_WEEK = 4;

/**
 * Reads `rate(…)`, `cron(…)` and `at(…)`
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). A rate counts from `anchor`,
 * the schedule's start.
 *
 * @throws ValidationException
 */
export function parseExpression(expression: string, timezone: string, anchor: number): Occurrences {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? [];
  const clock = localTimeOf(timezone);
  if (!clock) throw validation(`Invalid Schedule Expression Timezone: ${timezone}.`);
  if (kind === 'rate') return rate(expression, inner, anchor);
  if (kind === 'cron') return cron(expression, inner, clock);
  if (kind === 'at') return once(expression, inner, clock);
  throw invalid(expression);
}

function invalid(expression: string) {
  return validation(`Invalid Schedule Expression ${expression}.`);
}

/** The first time is the start itself: a rate without a start date is due at once. */
function rate(expression: string, inner: string, anchor: number): Occurrences {
  const [, count = '', unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(inner) ?? [];
  const length = Number(count) * (UNITS[unit] ?? 0);
  if (!length) throw invalid(expression);
  return {
    after: (time) => (time < anchor ? anchor : anchor + (Math.floor((time - anchor) / length) + 1) * length),
  };
}

/**
 * A time that clocks skip in spring is skipped, and one that comes twice in autumn is due once
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html, «Daylight savings time»).
 */
function cron(expression: string, inner: string, clock: LocalTime): Occurrences {
  const fields = inner.trim().split(/\s+/);
  const [, , dayOfMonth, , dayOfWeek] = fields;
  if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?')) throw invalid(expression);
  const [year = '*'] = fields.slice(5);
  const pattern = ['0', ...fields.slice(0, 5).map(field), year].join(' ');
  let job: Cron;
  try {
    // It reckons in local times, which are kept as if they were of UTC.
    job = new Cron(pattern, { timezone: 'UTC', paused: true });
  } catch {
    throw invalid(expression);
  }
  return {
    after(time) {
      let local = job.nextRun(new Date(clock.at(time)))?.getTime();
      while (local !== undefined) {
        const [first] = clock.instantsOf(local);
        if (first !== undefined && first > time) return first;
        local = job.nextRun(new Date(local))?.getTime();
      }
      return undefined;
    },
  };
}

/** From AWS's form of a field to croner's: `a/b` starts at a, and Sunday is day 1. */
function field(text: string, index: number): string {
  const stepped = text.replace(/(^|,)(\d+)\/(\d+)/g, (_all, before, start, step) => {
    return `${before}${start}-${HIGHEST[index]}/${step}`;
  });
  if (index !== DAY_OF_WEEK) return stepped;
  return stepped.replace(
    /(^|[,-])(\d)(?=[#L,/-]|$)/g,
    (_all, before: string, day) => before + (Number(day) - 1),
  );
}

function once(expression: string, inner: string, clock: LocalTime): Occurrences {
  const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner) ? Date.parse(`${inner}Z`) : Number.NaN;
  // A day that its month does not have is read as one of the next month.
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 19) !== inner) throw invalid(expression);
  const at = clock.instantOf(local);
  return { after: (time) => (at > time ? at : undefined) };
}
