import type { Cost } from '../cost/cost.ts';
import type { AwsFigures } from '../cost/usage.ts';
import type { Latency, RunRecord } from '../run/record.ts';

/** One measured number: what of, which statistic, in which unit. */
export interface Figure {
  readonly metric: string;
  /** What it is of, e.g. a route; empty for the whole run. */
  readonly of: string;
  /** What kind of thing that is. */
  readonly by: 'route' | 'phase' | 'kind' | 'service' | 'error';
  readonly statistic: string;
  readonly value: number;
  readonly unit: 'ms' | 'share' | 'per second' | 'count' | 'USD';
}

const STATISTICS = ['min', 'mean', 'median', 'p90', 'p95', 'p99', 'max'] as const;

/** Every figure of a run, one after the other: what machines read. */
export function figuresOf(record: RunRecord): Figure[] {
  const { totals, arrivals, routes, phases, figures, counters, failures, aws, cost } = record;
  return [
    number('requests', '', 'count', totals.requests, 'count'),
    number('requests', '', 'rate', totals.requestsPerSecond, 'per second'),
    ...failedShares('requests_failed', '', totals.requests, totals.failedShare),
    ...(totals.checksPassedShare === undefined
      ? []
      : [number('checks_passed', '', 'share', totals.checksPassedShare, 'share')]),
    number('iterations', '', 'count', totals.iterations, 'count'),
    number('iterations_dropped', '', 'count', totals.droppedIterations, 'count'),
    number('iterations_thrown', '', 'count', totals.thrownIterations, 'count'),
    number('iterations_planned', '', 'count', sumOf(arrivals, 'planned'), 'count'),
    number('iterations_begun', '', 'count', sumOf(arrivals, 'begun'), 'count'),
    ...durations('request_duration', '', totals.latency),
    ...routes.flatMap((route) => [
      number('requests', route.route, 'count', route.count, 'count'),
      number('requests', route.route, 'rate', route.requestsPerSecond, 'per second'),
      ...failedShares('requests_failed', route.route, route.count, route.failedShare),
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
    ...phases.flatMap(({ phase, requests, requestsPerSecond, failedShare, latency }) =>
      [
        number('phase_requests', phase, 'count', requests, 'count'),
        number('phase_requests', phase, 'rate', requestsPerSecond, 'per second'),
        ...failedShares('phase_requests_failed', phase, requests, failedShare),
        ...durations('phase_request_duration', phase, latency),
      ].map((figure) => ({ ...figure, by: 'phase' as const })),
    ),
    ...failures.map(({ kind, count }) => ({
      ...number('unexpected_answers', kind, 'count', count, 'count'),
      by: 'kind' as const,
    })),
    ...(aws ? awsFigures(aws) : []),
    ...(cost ? costFigures(cost.whole) : []),
  ];
}

function sumOf(arrivals: RunRecord['arrivals'], of: 'planned' | 'begun'): number {
  return arrivals.reduce((sum, each) => sum + each[of], 0);
}

function awsFigures({ coldStarts, throttles, retries, errors }: AwsFigures): Figure[] {
  const known = (metric: string, value: number | undefined) =>
    value === undefined ? [] : [number(metric, '', 'count', value, 'count')];
  return [
    ...known('aws_cold_starts', coldStarts),
    ...known('aws_throttles', throttles),
    ...known('aws_retries', retries),
    ...Object.entries(errors).map(([error, count]) => ({
      ...number('aws_errors', error, 'count', count, 'count'),
      by: 'error' as const,
    })),
  ];
}

/** What the run would cost by service; the sum is of no service. */
function costFigures({ services, monthly, ...sum }: Cost): Figure[] {
  const all = [...services, { service: '', ...sum, monthly: monthly.total }];
  return all.flatMap(({ service, perThousandRequests, perThousandApprovals, monthly: month }) =>
    [
      number('cost', service, 'per_thousand_requests', perThousandRequests, 'USD'),
      ...(perThousandApprovals === undefined
        ? []
        : [number('cost', service, 'per_thousand_approvals', perThousandApprovals, 'USD')]),
      number('cost', service, 'monthly', month, 'USD'),
    ].map((figure) => ({ ...figure, by: 'service' as const })),
  );
}

/** None of what has no samples: zero would be a time. */
function durations(metric: string, of: string, latency: Latency): Figure[] {
  if (latency.count === 0) return [];
  return STATISTICS.map((statistic) => number(metric, of, statistic, latency[statistic], 'ms'));
}

/** None of what got no request: zero would say that all was well. */
function failedShares(metric: string, of: string, requests: number, value: number): Figure[] {
  return requests === 0 ? [] : [number(metric, of, 'share', value, 'share')];
}

function number(metric: string, of: string, statistic: string, value: number, unit: Figure['unit']): Figure {
  return { metric, of, by: 'route', statistic, value, unit };
}
