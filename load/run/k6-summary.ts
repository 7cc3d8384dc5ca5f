/** One metric of k6's summary; `values` by the names of its statistics. */
export interface K6Metric {
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

/** Metrics by their names; those of one tag are named `metric{tag:value}`. */
export type K6Metrics = Readonly<Record<string, K6Metric>>;

/** The default data of k6's handleSummary, as far as we read it. */
export interface K6Summary {
  readonly metrics: K6Metrics;
  readonly state: { readonly testRunDurationMs: number };
}

/** Milliseconds. */
export interface Latency {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly median: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** A point of a distribution: the percentage of all requests that took no longer than this. */
export interface Quantile {
  readonly percentile: number;
  readonly milliseconds: number;
}

/** The statistics of a trend; zeroes for one that has no samples. */
export function latencyOf(metric: K6Metric | undefined): Latency {
  const value = (name: string) => metric?.values[name] ?? 0;
  return {
    count: value('count'),
    min: value('min'),
    mean: value('avg'),
    median: value('med'),
    p90: value('p(90)'),
    p95: value('p(95)'),
    p99: value('p(99)'),
    max: value('max'),
  };
}

/** Every percentile that k6 was asked for (`summaryTrendStats`), with the extremes. */
export function distributionOf(metric: K6Metric | undefined): Quantile[] {
  if (!metric?.values.count) return [];
  const inner = Object.entries(metric.values).flatMap(([name, milliseconds]) => {
    const percentile = /^p\(([\d.]+)\)$/.exec(name)?.[1];
    return percentile === undefined ? [] : [{ percentile: Number(percentile), milliseconds }];
  });
  const { min = 0, max = 0, med = 0 } = metric.values;
  return [
    { percentile: 0, milliseconds: min },
    { percentile: 50, milliseconds: med },
    ...inner,
    { percentile: 100, milliseconds: max },
  ].sort((a, b) => a.percentile - b.percentile);
}

/** One statistic of a metric; zero for what was not measured. */
export function statistic(metrics: K6Metrics, metric: string, name: string): number {
  return metrics[metric]?.values[name] ?? 0;
}
