/** Epoch seconds of a timestamp in the form of any protocol or caller; `now` where there is none. */
export function epochSeconds(value: unknown, now: number): number {
  if (value === undefined || value === null) return now;
  if (value instanceof Date) return value.getTime() / 1000;
  if (typeof value === 'number') return value;
  return Date.parse(String(value)) / 1000;
}
