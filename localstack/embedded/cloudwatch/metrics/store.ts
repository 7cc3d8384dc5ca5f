import type { Aggregate, Dimension, Metric } from '../model.ts';

/** Values of one minute that percentiles are computed from. */
export const SAMPLE_SIZE = 200;
/** Minutes of one metric that are kept: AWS keeps single minutes for fifteen days, this keeps the latest day. */
const MAX_MINUTES = 1440;
const MAX_METRICS = 2_000;
const MINUTE = 60;

/** Values that came together, each with how often. */
export interface Values {
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

/** What StatisticValues say. */
export interface StatisticSet {
  readonly SampleCount: number;
  readonly Sum: number;
  readonly Minimum: number;
  readonly Maximum: number;
}

/** What a metric is known by, and the unit of its first value. */
export interface MetricName {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly Dimension[];
  readonly unit?: string;
}

/** Metrics in memory, added up by the minute, so that a long run stays flat. */
export class MetricStore {
  readonly #metrics = new Map<string, Metric>();

  /** All metrics, in the order in which they came. */
  get metrics(): IterableIterator<Metric> {
    return this.#metrics.values();
  }

  /** The metric of that name; undefined where it has no values. */
  find(name: MetricName): Metric | undefined {
    return this.#metrics.get(keyOf(name));
  }

  /** Adds to a metric's minute, `timestamp` in epoch seconds; returns the metric's key. */
  add(name: MetricName, timestamp: number, data: Values | StatisticSet): string {
    const key = keyOf(name);
    const aggregate = this.#minute(key, name, timestamp);
    if ('SampleCount' in data) {
      merge(aggregate, data);
      keep(aggregate, data.Sum / data.SampleCount, data.SampleCount);
      return key;
    }
    for (const [index, value] of data.values.entries()) {
      const count = data.counts[index] ?? 1;
      merge(aggregate, { SampleCount: count, Sum: value * count, Minimum: value, Maximum: value });
      keep(aggregate, value, count);
    }
    return key;
  }

  #minute(key: string, name: MetricName, timestamp: number): Aggregate {
    let metric = this.#metrics.get(key);
    if (!metric) {
      metric = { ...name, minutes: new Map() };
      this.#metrics.set(key, metric);
      dropOldest(this.#metrics, MAX_METRICS);
    }
    const minute = Math.floor(timestamp / MINUTE) * MINUTE;
    let aggregate = metric.minutes.get(minute);
    if (!aggregate) {
      aggregate = emptyAggregate();
      metric.minutes.set(minute, aggregate);
      dropOldest(metric.minutes, MAX_MINUTES);
    }
    return aggregate;
  }
}

function dropOldest<K>(map: Map<K, unknown>, most: number): void {
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** The key of a metric: the order of its dimensions does not matter. */
export function keyOf({ Namespace, MetricName: name, Dimensions }: MetricName): string {
  const dimensions = Dimensions.map(({ Name, Value }) => [Name, Value]).sort();
  return JSON.stringify([Namespace, name, dimensions]);
}

/** The aggregate of no values. */
export function emptyAggregate(): Aggregate {
  return {
    count: 0,
    sum: 0,
    minimum: Number.POSITIVE_INFINITY,
    maximum: Number.NEGATIVE_INFINITY,
    sample: [],
  };
}

function merge(aggregate: Aggregate, { SampleCount, Sum, Minimum, Maximum }: StatisticSet): void {
  aggregate.count += SampleCount;
  aggregate.sum += Sum;
  aggregate.minimum = Math.min(aggregate.minimum, Minimum);
  aggregate.maximum = Math.max(aggregate.maximum, Maximum);
}

/** Once the sample is full, each further value replaces one in turn, less and less often. */
function keep({ sample, count }: Aggregate, value: number, times: number): void {
  for (let repeat = 0; repeat < Math.min(times, SAMPLE_SIZE); repeat++) {
    if (sample.length < SAMPLE_SIZE) sample.push(value);
    else if (count % Math.ceil(count / SAMPLE_SIZE) === 0) sample[count % SAMPLE_SIZE] = value;
  }
}

/** Adds up aggregates of minutes into one period. */
export function combine(aggregates: readonly Aggregate[]): Aggregate {
  const [only] = aggregates;
  if (only && aggregates.length === 1) return only;
  const whole = emptyAggregate();
  for (const { count, sum, minimum, maximum, sample } of aggregates) {
    merge(whole, { SampleCount: count, Sum: sum, Minimum: minimum, Maximum: maximum });
    whole.sample.push(...sample);
  }
  return whole;
}
