import type { RunRecord } from '../run/record.ts';

/** What one side did in one round. Times in milliseconds. */
export interface Sample {
  /** The figure that sums the round up; the lower the better. */
  readonly summary: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** 0 to 1. */
  readonly failedShare: number;
  readonly routes: readonly RouteSample[];
}

/** One route's latency in one round. */
export interface RouteSample {
  readonly route: string;
  readonly median: number;
  readonly p95: number;
}

/** All rounds of two sides. */
export interface Measured {
  /** What `summary` is, in words. */
  readonly summaryName: string;
  /** Whether the n-th sample of one side was measured right beside the n-th of the other. */
  readonly paired: boolean;
  readonly a: readonly Sample[];
  readonly b: readonly Sample[];
}

/**
 * One run as a round. Its rate is that of the arrivals, whatever the target does, so what sums it up is latency:
 * the geometric mean over routes, in which each route counts by its ratio and not by its milliseconds.
 */
export function sampleOf(record: RunRecord): Sample {
  const means = record.routes.map(({ mean }) => mean).filter((mean) => mean > 0);
  const { requests, requestsPerSecond, failedShare } = record.totals;
  return {
    summary: Math.exp(means.reduce((sum, mean) => sum + Math.log(mean), 0) / means.length),
    requests,
    requestsPerSecond,
    failedShare,
    routes: record.routes.map(({ route, median, p95 }) => ({ route, median, p95 })),
  };
}

/**
 * Runs as rounds. They are pairs when they alternated (in any order within a pair), so that a slow minute of the
 * machine hit both.
 */
export function measuredOf(a: readonly RunRecord[], b: readonly RunRecord[]): Measured {
  const [first, second] = [inTime(a), inTime(b)];
  return {
    summaryName: 'latency, geometric mean over routes',
    paired: alternated(first, second),
    a: first.map(sampleOf),
    b: second.map(sampleOf),
  };
}

function inTime(records: readonly RunRecord[]): RunRecord[] {
  return [...records].sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

function alternated(a: readonly RunRecord[], b: readonly RunRecord[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((record, index) => {
    const later = record.startedAt > (b[index]?.startedAt ?? '') ? record : b[index];
    const next = [a[index + 1], b[index + 1]].filter((each) => each !== undefined);
    return next.every(({ startedAt }) => startedAt > (later?.startedAt ?? ''));
  });
}
