import { Cron } from 'croner';
import { validation } from './errors.ts';

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
  if (!isTimezone(timezone)) {
    throw validation(`Invalid Schedule Expression Timezone: ${timezone}.`);
  }
  if (kind === 'rate') return rate(expression, inner, anchor);
  if (kind === 'cron') return cron(expression, inner, timezone);
  if (kind === 'at') return once(expression, inner, timezone);
  throw invalid(expression);
}

function invalid(expression: string) {
  return validation(`Invalid Schedule Expression ${expression}.`);
}

function isTimezone(timezone: string): boolean {
  // The default, for which loading the machine's time zones takes 35 ms of the start.
  if (timezone === 'UTC') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
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

function cron(expression: string, inner: string, timezone: string): Occurrences {
  const fields = inner.trim().split(/\s+/);
  const [, , dayOfMonth, , dayOfWeek] = fields;
  if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?')) throw invalid(expression);
  const [year = '*'] = fields.slice(5);
  const pattern = ['0', ...fields.slice(0, 5).map(field), year].join(' ');
  let job: Cron;
  try {
    job = new Cron(pattern, { timezone, paused: true });
  } catch {
    throw invalid(expression);
  }
  return { after: (time) => job.nextRun(new Date(time))?.getTime() };
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

function once(expression: string, inner: string, timezone: string): Occurrences {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner) || Number.isNaN(Date.parse(`${inner}Z`))) {
    throw invalid(expression);
  }
  const job = new Cron(inner, { timezone, paused: true });
  const at = job.nextRun(new Date(0))?.getTime();
  return { after: (time) => (at !== undefined && at > time ? at : undefined) };
}
