import type { Expectation } from './expectation.ts';
import { type K6Metric, type K6Metrics, statistic } from './k6-summary.ts';

/** One threshold expression and whether it held. */
export interface ThresholdResult {
  /** As k6 names it; of one tag `metric{tag:value}`. */
  readonly metric: string;
  readonly expression: string;
  readonly held: boolean;
  /** What was measured, in the metric's own unit; absent where there was nothing to measure. */
  readonly measured?: number;
}

/** The counter of iterations that ended because the script threw (load/k6/iteration.ts). */
export const exceptions = 'exceptions';

/**
 * Every threshold of a run. k6 lets one hold that had no sample; here it does not where a sample was promised, and where
 * none was it holds without a figure.
 *
 * @param expected what had to happen; absent where the run was ended before its time
 * @param thrown how many iterations the script ended by throwing, as k6's log has it
 */
export function thresholdResults(
  metrics: K6Metrics,
  { expected, thrown }: { readonly expected?: Expectation | undefined; readonly thrown: number },
): ThresholdResult[] {
  const promised = promisedMetrics(expected);
  const own = Object.entries(metrics).flatMap(([metric, described]) =>
    Object.entries(described.thresholds ?? {}).map(([expression, { ok }]): ThresholdResult => {
      if (metric === exceptions) return exceptionResult(metrics, expression, ok, thrown);
      if (!hasSamples(described)) return { metric, expression, held: ok && !promised.has(metric) };
      return { metric, expression, held: ok, measured: described.values[aggregateOf(expression)] ?? 0 };
    }),
  );
  return [...own, ...(expected ? leastResults(metrics, expected) : [])].sort((a, b) =>
    a.metric.localeCompare(b.metric),
  );
}

/** The metrics that have to have samples. */
function promisedMetrics(expected: Expectation | undefined): ReadonlySet<string> {
  if (!expected) return new Set();
  const { routes, figures } = expected;
  return new Set([
    'http_req_failed',
    'checks',
    ...routes.flatMap((route) => [`http_req_duration{name:${route}}`, `http_req_failed{name:${route}}`]),
    ...figures,
  ]);
}

/** What the script counts and what k6 logs are the same, unless a script does not count. */
function exceptionResult(
  metrics: K6Metrics,
  expression: string,
  ok: boolean,
  thrown: number,
): ThresholdResult {
  const measured = Math.max(thrown, statistic(metrics, exceptions, 'count'));
  return { metric: exceptions, expression, held: ok && measured === 0, measured };
}

/** Counters and gauges without samples are at zero, which is a measurement. */
function hasSamples({ type, values }: K6Metric): boolean {
  if (type === 'trend') return (values.count ?? 0) > 0;
  if (type === 'rate') return (values.passes ?? 0) + (values.fails ?? 0) > 0;
  return true;
}

/** How many iterations began and requests were sent, against the least that the workload asks for. */
function leastResults(metrics: K6Metrics, { scenarios }: Expectation): ThresholdResult[] {
  return scenarios.flatMap(({ scenario, iterations, requests }) =>
    [
      { metric: `iterations_begun{scenario:${scenario}}`, least: iterations },
      { metric: `http_reqs{scenario:${scenario}}`, least: requests },
    ].map(({ metric, least }) => {
      const measured = statistic(metrics, metric, 'count');
      return { metric, expression: `count>=${least}`, held: measured >= least, measured };
    }),
  );
}

function aggregateOf(expression: string): string {
  return /^\s*([a-z]+(?:\([\d.]+\))?)/.exec(expression)?.[1] ?? '';
}
