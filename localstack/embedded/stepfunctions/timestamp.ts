const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch of an RFC 3339 date-time with its offset; undefined where `text` is none. */
export function parseTimestamp(text: string): number | undefined {
  const [matched, year, month, day, hour, minute, second] = RFC3339.exec(text) ?? [];
  if (!matched) return undefined;
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const isDate = inRange(month, 1, 12) && inRange(day, 1, daysInMonth);
  if (!isDate || !inRange(hour, 0, 23) || !inRange(minute, 0, 59) || !inRange(second, 0, 59))
    return undefined;
  // Date reads at most milliseconds; what is finer than that is cut off.
  const milliseconds = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function inRange(text: string | undefined, least: number, most: number): boolean {
  const value = Number(text);
  return value >= least && value <= most;
}
