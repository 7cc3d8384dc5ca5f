/** A point in time, which is shown as a date. */
export class Instant {
  /** Epoch milliseconds. */
  readonly time: number;

  constructor(time: number) {
    this.time = time;
  }
}

/** What a field or an expression is; undefined where an event has nothing there. Objects come of jsonParse. */
export type Value = string | number | boolean | Instant | object | undefined;

/** A value as a number; undefined where it is none. */
export function numberOf(value: Value): number | undefined {
  if (value instanceof Instant) return value.time;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A value as Logs Insights writes it; undefined stays so. */
export function textOfValue(value: Value): string | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Instant) return dateText(value.time);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function dateText(time: number): string | undefined {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().replace('T', ' ').replace('Z', '');
}

/** Whether a condition's value lets an event through. */
export function isTrue(value: Value): boolean {
  return value === true || (typeof value === 'number' && value !== 0);
}

/** Below 0, 0 or above, for values that both are there: as numbers where both are, otherwise as texts. */
export function compareValues(left: Value, right: Value): number {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a - b;
  const [first, second] = [textOfValue(left) ?? '', textOfValue(right) ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** The order of rows: what is not there comes first. */
export function orderValues(left: Value, right: Value): number {
  if (left === undefined || right === undefined) {
    return (left === undefined ? 0 : 1) - (right === undefined ? 0 : 1);
  }
  return compareValues(left, right);
}
