import type { Quantile } from '../run/record.ts';

/** A range of durations and the share of requests in it. */
export interface Bucket {
  readonly fromMs: number;
  readonly toMs: number;
  /** 0 to 1. */
  readonly share: number;
}

/** Upper ends of buckets: each decade in six steps of about the same ratio, because latencies spread over decades. */
const STEPS = [1, 1.5, 2, 3, 5, 7];

/**
 * The share of requests in each range of durations, out of the percentiles of their distribution: between two
 * percentiles the requests are taken to be spread evenly.
 * @param distribution ascending, from the fastest (0) to the slowest (100)
 */
export function histogram(distribution: readonly Quantile[]): Bucket[] {
  const first = distribution[0];
  const last = distribution.at(-1);
  if (!first || !last) return [];
  const edges = [0, ...edgesUpTo(last.milliseconds)];
  return edges
    .slice(1)
    .map((toMs, index) => {
      const fromMs = edges[index] as number;
      return { fromMs, toMs, share: shareUpTo(distribution, toMs) - shareUpTo(distribution, fromMs) };
    })
    .slice(edges.slice(1).findIndex((edge) => edge > first.milliseconds));
}

function edgesUpTo(slowest: number): number[] {
  const edges: number[] = [];
  for (let decade = 0.1; ; decade *= 10) {
    for (const step of STEPS) {
      const edge = Number((decade * step).toPrecision(2));
      edges.push(edge);
      if (edge > slowest) return edges;
    }
  }
}

/** The share of requests that took less than a duration. */
function shareUpTo(distribution: readonly Quantile[], milliseconds: number): number {
  const above = distribution.findIndex((quantile) => quantile.milliseconds >= milliseconds);
  if (above === 0) return 0;
  if (above < 0) return 1;
  const [low, high] = [distribution[above - 1] as Quantile, distribution[above] as Quantile];
  const part = (milliseconds - low.milliseconds) / (high.milliseconds - low.milliseconds);
  return (low.percentile + part * (high.percentile - low.percentile)) / 100;
}
