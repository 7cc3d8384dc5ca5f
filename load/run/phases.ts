import type { PhasePlan } from './arrivals.ts';
import { type K6Metrics, type Latency, latencyOf, statistic } from './k6-summary.ts';

/** What one phase of the workload measured: the ramp, the steady load, the spike, the recovery. */
export interface PhaseFigures {
  /** Where scenarios took turns, with the one whose phase it is: `crud steady`. */
  readonly phase: string;
  /** How long it lasted, over all of its stages. */
  readonly seconds: number;
  /** Iterations that were to begin in it, and that did. */
  readonly planned: number;
  readonly begun: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly failedShare: number;
  /** Answers of 429, and how many requests were sent again. */
  readonly throttled: number;
  readonly retried: number;
  readonly latency: Latency;
  /** Nothing for a ramp, whose requests belong to no one rate. */
  readonly routes: readonly PhaseRoute[];
  /** The scenarios' own figures, e.g. `approval_latency`. */
  readonly figures: readonly (Latency & { readonly name: string })[];
}

/** One route in one phase. */
export interface PhaseRoute extends Latency {
  readonly route: string;
  readonly failedShare: number;
}

/**
 * The figures of each phase that has samples, or should have, in the order of the workload.
 *
 * @param plans the phases as they were planned
 */
export function phaseFigures(metrics: K6Metrics, plans: ReadonlyMap<string, PhasePlan>): PhaseFigures[] {
  return [...plans].flatMap(([phase, { seconds, arrivals }]) => {
    const tagged = (metric: string) => `${metric}{phase:${phase}}`;
    const latency = latencyOf(metrics[tagged('http_req_duration')]);
    if (latency.count === 0 && arrivals < 1) return [];
    return {
      phase,
      seconds,
      planned: arrivals,
      begun: statistic(metrics, tagged('iterations_begun'), 'count'),
      requests: latency.count,
      requestsPerSecond: latency.count / seconds,
      failedShare: statistic(metrics, tagged('http_req_failed'), 'rate'),
      throttled: statistic(metrics, tagged('throttles'), 'count'),
      retried: statistic(metrics, tagged('retries'), 'count'),
      latency,
      routes: routesOf(metrics, phase),
      figures: figuresOf(metrics, phase),
    };
  });
}

function routesOf(metrics: K6Metrics, phase: string): PhaseRoute[] {
  const ending = `,phase:${phase}}`;
  const beginning = 'http_req_duration{name:';
  return Object.entries(metrics)
    .filter(([name]) => name.startsWith(beginning) && name.endsWith(ending))
    .map(([name, metric]) => {
      const route = name.slice(beginning.length, -ending.length);
      const failedShare = statistic(metrics, `http_req_failed{name:${route}${ending}`, 'rate');
      return { route, failedShare, ...latencyOf(metric) };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.route.localeCompare(b.route));
}

function figuresOf(metrics: K6Metrics, phase: string): (Latency & { name: string })[] {
  const ending = `{phase:${phase}}`;
  return Object.entries(metrics)
    .filter(([name, { type }]) => type === 'trend' && name.endsWith(ending) && !name.startsWith('http_'))
    .map(([name, metric]) => ({ name: name.slice(0, -ending.length), ...latencyOf(metric) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.name.localeCompare(b.name));
}
