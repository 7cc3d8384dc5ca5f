import { invalidValue } from '../errors.ts';
import type { Aggregate, Metric } from '../model.ts';
import { combine, type MetricName, type MetricStore } from './store.ts';

const MINUTE = 60;

/** A period's start in epoch seconds, and its value. */
export interface Datapoint {
  readonly timestamp: number;
  readonly value: number;
}

/** Reads a statistic's name (`Average`, `p99`, …) into how it is computed. Throws InvalidParameterValueException. */
export function statistic(name: string): (aggregate: Aggregate) => number {
  switch (name) {
    case 'Average':
      return ({ sum, count }) => sum / count;
    case 'Sum':
      return ({ sum }) => sum;
    case 'Minimum':
      return ({ minimum }) => minimum;
    case 'Maximum':
      return ({ maximum }) => maximum;
    case 'SampleCount':
      return ({ count }) => count;
    default: {
      const percent = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name)?.[1];
      if (percent === undefined) throw invalidValue(`The value ${name} for parameter Stat is not supported.`);
      return ({ sample }) => percentile(sample, Number(percent));
    }
  }
}

function percentile(sample: readonly number[], percent: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const rank = (percent / 100) * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0];
  return below + (above - below) * (rank - Math.floor(rank));
}

/** The periods between two times (epoch seconds) in which the metric has data, oldest first. */
export function periods(
  store: MetricStore,
  name: MetricName,
  { start, end, period }: { readonly start: number; readonly end: number; readonly period: number },
): { readonly timestamp: number; readonly aggregate: Aggregate }[] {
  const metric = store.find(name);
  if (!metric) return [];
  const length = Math.max(MINUTE, period);
  const first = Math.floor(start / length) * length;
  const grouped = new Map<number, Aggregate[]>();
  for (const [minute, aggregate] of minutesBetween(metric, first, end)) {
    const timestamp = Math.floor(minute / length) * length;
    const known = grouped.get(timestamp);
    if (known) known.push(aggregate);
    else grouped.set(timestamp, [aggregate]);
  }
  return [...grouped]
    .sort(([a], [b]) => a - b)
    .map(([timestamp, aggregates]) => ({ timestamp, aggregate: combine(aggregates) }));
}

/** The metric's minutes from `first` on and before `end`, by whichever is fewer: its minutes, or those of the range. */
function* minutesBetween({ minutes }: Metric, first: number, end: number): Generator<[number, Aggregate]> {
  if ((end - first) / MINUTE > minutes.size) {
    for (const entry of minutes) if (entry[0] >= first && entry[0] < end) yield entry;
    return;
  }
  for (let minute = first; minute < end; minute += MINUTE) {
    const aggregate = minutes.get(minute);
    if (aggregate) yield [minute, aggregate];
  }
}
