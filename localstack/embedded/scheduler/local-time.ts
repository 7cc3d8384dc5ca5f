const DAY = 86_400_000;

/**
 * The clock on the wall of a time zone. A local time is kept as a number, in milliseconds, as if it were one of UTC.
 */
export interface LocalTime {
  /** The local time at an instant, in milliseconds since the epoch. */
  at(instant: number): number;
  /** The instants at which the clock shows a local time: none, one, or two in their order. */
  instantsOf(local: number): number[];
  /** As {@link instantsOf}, the first; for a time that clocks skip, as much after the change as it is into the gap. */
  instantOf(local: number): number;
}

const UTC: LocalTime = {
  at: (instant) => instant,
  instantsOf: (local) => [local],
  instantOf: (local) => local,
};

/** The local time of a zone, by its name in the IANA database; undefined for a name that is none. */
export function localTimeOf(timeZone: string): LocalTime | undefined {
  // The default, for which loading the machine's time zones takes 35 ms of the start.
  if (timeZone === 'UTC') return UTC;
  const format = formatOf(timeZone);
  if (!format) return undefined;
  const at = (instant: number) => {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day, hour, minute, second } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
  };
  // A day before and after, the clock is on either side of a change.
  const candidates = (local: number) => {
    const found = [local - DAY, local + DAY].map((near) => local - (at(near) - near));
    return [...new Set(found)].sort((a, b) => a - b);
  };
  const instantsOf = (local: number) => candidates(local).filter((instant) => at(instant) === local);
  return {
    at,
    instantsOf,
    instantOf: (local) => instantsOf(local)[0] ?? Math.max(...candidates(local)),
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}
