import type { PeriodUnit } from './syntax.ts';

/** Milliseconds of the units that are always as long. */
const LENGTHS: Readonly<Partial<Record<PeriodUnit, number>>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Months of the others. */
const MONTHS: Readonly<Partial<Record<PeriodUnit, number>>> = { mo: 1, q: 3, y: 12 };

/** A length of time, as in `5m`. */
export interface Period {
  readonly amount: number;
  readonly unit: PeriodUnit;
}

/** The beginning of the period that `time` is in, in epoch milliseconds; periods count from the epoch, in UTC. */
export function startOfPeriod(time: number, { amount, unit }: Period): number {
  const length = (LENGTHS[unit] ?? 0) * amount;
  if (length > 0) return Math.floor(time / length) * length;
  const months = Math.max(1, (MONTHS[unit] ?? 1) * amount);
  const date = new Date(time);
  const since = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  return Date.UTC(1970, Math.floor(since / months) * months);
}

/** The end of the period that `time` is in; `time` itself where it is one. */
export function endOfPeriod(time: number, period: Period): number {
  const start = startOfPeriod(time, period);
  if (start === time) return time;
  const length = (LENGTHS[period.unit] ?? 0) * period.amount;
  if (length > 0) return start + length;
  const date = new Date(start);
  const months = Math.max(1, (MONTHS[period.unit] ?? 1) * period.amount);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}
