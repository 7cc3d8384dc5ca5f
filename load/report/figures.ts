import type { Latency, RunRecord } from '../run/record.ts';

/** One measured number: what of, which statistic, in which unit. */
export interface Figure {
  readonly metric: string;
  /** What it is of, e.g. a route; empty for the whole run. */
  readonly of: string;
  readonly statistic: string;
  readonly value: number;
  readonly unit: 'ms' | 'share' | 'per second' | 'count';
}

const STATISTICS = ['min', 'mean', 'median', 'p90', 'p95', 'p99', 'max'] as const;

/** Every figure of a run, one after the other: what machines read. */
export function figuresOf({ totals, routes, figures, counters }: RunRecord): Figure[] {
  return [
    number('requests', '', 'count', totals.requests, 'count'),
    number('requests', '', 'rate', totals.requestsPerSecond, 'per second'),
    number('requests_failed', '', 'share', totals.failedShare, 'share'),
    number('checks_passed', '', 'share', totals.checksPassedShare, 'share'),
    number('iterations', '', 'count', totals.iterations, 'count'),
    number('iterations_dropped', '', 'count', totals.droppedIterations, 'count'),
    ...durations('request_duration', '', totals.latency),
    ...routes.flatMap((route) => [
      number('requests', route.route, 'count', route.count, 'count'),
      number('requests', route.route, 'rate', route.requestsPerSecond, 'per second'),
      number('requests_failed', route.route, 'share', route.failedShare, 'share'),
      ...durations('request_duration', route.route, route),
    ]),
    ...figures.flatMap((figure) => [
      number(figure.name, '', 'count', figure.count, 'count'),
      ...durations(figure.name, '', figure),
    ]),
    ...counters.flatMap(({ name, count, perSecond }) => [
      number(name, '', 'count', count, 'count'),
      number(name, '', 'rate', perSecond, 'per second'),
    ]),
  ];
}

function durations(metric: string, of: string, latency: Latency): Figure[] {
  return STATISTICS.map((statistic) => number(metric, of, statistic, latency[statistic], 'ms'));
}

function number(metric: string, of: string, statistic: string, value: number, unit: Figure['unit']): Figure {
  return { metric, of, statistic, value, unit };
}
