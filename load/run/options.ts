import type { K6Options, K6Scenario } from '../plan.ts';
import { type ScenarioDescription, type ScenarioName, scenarios } from '../scenarios/catalogue.ts';
import type { TargetProfile } from '../targets/catalogue.ts';
import { secondsOf, stagesOf, type Workload } from '../workloads/catalogue.ts';

/** Close enough together for a distribution to be drawn of them. */
const percentiles = [1, 5, 10, 20, 30, 40, 60, 70, 80, 90, 95, 97.5, 99, 99.9];

/** Little's law, doubled: how many virtual users an open model needs so that none of its arrivals is dropped. */
function virtualUsers(rate: number, iterationSeconds: number): number {
  return Math.max(4, Math.ceil(rate * iterationSeconds * 2));
}

/**
 * Joins scenarios, a workload and the profile of the target into k6's options: one arrival-rate scenario each, with all
 * thresholds.
 */
export function k6Options(
  names: readonly ScenarioName[],
  workload: Workload,
  profile: TargetProfile,
): K6Options {
  const k6Scenarios: Record<string, K6Scenario> = {};
  let start = 0;
  for (const name of names) {
    const { exec, iterationSeconds }: ScenarioDescription = scenarios[name];
    // k6 takes whole numbers of arrivals.
    const rate = Math.max(1, Math.round(workload.rate[name] * profile.rateShare));
    const users = virtualUsers(rate, iterationSeconds);
    k6Scenarios[name] = {
      executor: 'ramping-arrival-rate',
      exec,
      startTime: `${start}s`,
      startRate: Math.max(1, Math.round(rate / 10)),
      timeUnit: '1s',
      preAllocatedVUs: users,
      maxVUs: users * 4,
      stages: stagesOf(workload, rate),
      gracefulStop: '15s',
    };
    if (workload.order === 'in turn') start += secondsOf(workload) + 1;
  }
  return {
    scenarios: k6Scenarios,
    thresholds: thresholds(names, profile),
    summaryTrendStats: ['count', 'min', 'avg', 'med', 'max', ...percentiles.map((name) => `p(${name})`)],
    userAgent: 'expense-tracker-load/1',
  };
}

/**
 * What must hold: nearly no failure, no dropped arrival, and the target's 95th percentile for each route and each
 * figure of the scenarios. A threshold on each route is also what makes k6 report that route's figures apart.
 */
export function thresholds(
  names: readonly ScenarioName[],
  { p95, figures: limits }: TargetProfile,
): Record<string, string[]> {
  const all: Record<string, string[]> = {
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.99'],
    dropped_iterations: ['count<1'],
  };
  for (const name of names) {
    const { routes, figures, counters } = scenarios[name];
    for (const route of routes) {
      all[`http_req_duration{name:${route}}`] = [`p(95)<${p95[route] ?? p95.other}`];
      all[`http_req_failed{name:${route}}`] = ['rate<0.01'];
    }
    for (const figure of figures) all[figure] = [`p(95)<${limits[figure]}`];
    for (const counter of counters) all[counter] = ['count>0'];
  }
  return all;
}
