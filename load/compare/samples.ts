import type { RunRecord } from '../run/record.ts';

/** What one side did in one round. Times in milliseconds. */
export interface Sample {
  /** The figure that sums the round up; the lower the better. 0 where a route is missing from it. */
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
  /** Whether the figures are multiples of the yardstick's time instead of milliseconds. */
  readonly inYardsticks?: boolean;
  /** Whether the n-th sample of one side was measured right beside the n-th of the other. */
  readonly paired: boolean;
  readonly a: readonly Sample[];
  readonly b: readonly Sample[];
  /** Reasons to trust the figures less, a sentence each; default: none. */
  readonly caveats?: readonly string[];
  /** What else there is to know of them. */
  readonly notes?: readonly string[];
}

/** What sums a round up, in words. */
export const summaryName = 'median latency, geometric mean over routes';

/**
 * What sums a round up, 0 where a route was not called: the geometric mean of the routes' medians, in which each route
 * counts by its ratio and not by its milliseconds. A collection of garbage that hits a few requests moves no median; where
 * it hits more of them, the routes' 95th percentiles show it.
 */
export function summaryOf(routes: readonly RouteSample[]): number {
  if (routes.length === 0) return 0;
  const logs = routes.map(({ median }) => Math.log(median));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

/**
 * One run as a round. Its rate is that of the arrivals, whatever the target does: latency is what sides differ by.
 *
 * @param over the routes that are summed up; default: those that the run called
 */
export function sampleOf(record: RunRecord, over?: ReadonlySet<string>): Sample {
  const { requests, requestsPerSecond, failedShare } = record.totals;
  const routes = record.routes.map(({ route, median, p95 }) => ({ route, median, p95 }));
  return {
    summary: summaryOf(routes.filter(({ route, median }) => (over ? over.has(route) : median > 0))),
    requests,
    requestsPerSecond,
    failedShare,
    routes,
  };
}

/**
 * Runs as rounds. They are pairs when they alternated (in any order within a pair), so that a slow minute of the
 * machine hit both.
 */
export function measuredOf(a: readonly RunRecord[], b: readonly RunRecord[]): Measured {
  const [first, second] = [inTime(a), inTime(b)];
  const [ofA, ofB] = [usualRoutes(first), usualRoutes(second)];
  const common = new Set([...ofA].filter((route) => ofB.has(route)));
  return {
    summaryName,
    paired: alternated(first, second),
    a: first.map((record) => sampleOf(record, common)),
    b: second.map((record) => sampleOf(record, common)),
  };
}

/** The routes that more than half of the rounds have: what sums rounds up has to be over the same ones. */
export function usualRoutes(rounds: readonly Pick<Sample, 'routes'>[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { routes } of rounds) {
    for (const { route, median } of routes) if (median > 0) counts.set(route, (counts.get(route) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count > rounds.length / 2).map(([route]) => route));
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
