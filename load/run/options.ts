import type { K6Options, K6Scenario } from '../plan.ts';
import { type ScenarioDescription, type ScenarioName, scenarios } from '../scenarios/catalogue.ts';
import { secondsOf, stagesOf, type Workload } from '../workloads/catalogue.ts';

/** Little's law, doubled: how many virtual users an open model needs so that none of its arrivals is dropped. */
function virtualUsers(rate: number, iterationSeconds: number): number {
  return Math.max(4, Math.ceil(rate * iterationSeconds * 2));
}

/** Joins scenarios and a workload into k6's options: one arrival-rate scenario each, with all thresholds. */
export function k6Options(names: readonly ScenarioName[], workload: Workload): K6Options {
  const k6Scenarios: Record<string, K6Scenario> = {};
  let start = 0;
  for (const name of names) {
    const { exec, iterationSeconds }: ScenarioDescription = scenarios[name];
    const rate = workload.rate[name];
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
    thresholds: thresholds(names),
    summaryTrendStats: ['count', 'min', 'avg', 'med', 'p(90)', 'p(95)', 'p(99)', 'max'],
    userAgent: 'expense-tracker-load/1',
  };
}

/**
 * What must hold: nearly no failure, no dropped arrival, and each route's 95th percentile. A threshold on
 * each route is also what makes k6 report that route's figures apart.
 */
export function thresholds(names: readonly ScenarioName[]): Record<string, string[]> {
  const all: Record<string, string[]> = {
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.99'],
    dropped_iterations: ['count<1'],
  };
  for (const name of names) {
    const { p95, figures }: ScenarioDescription = scenarios[name];
    for (const [route, milliseconds] of Object.entries(p95)) {
      const key = `http_req_duration{name:${route}}`;
      const strictest = Math.min(milliseconds, limitIn(all[key]) ?? Number.POSITIVE_INFINITY);
      all[key] = [`p(95)<${strictest}`];
      all[`http_req_failed{name:${route}}`] = ['rate<0.01'];
    }
    for (const [figure, limits] of Object.entries(figures)) all[figure] = [...limits];
  }
  return all;
}

function limitIn(expressions: readonly string[] | undefined): number | undefined {
  const limit = expressions?.[0]?.split('<')[1];
  return limit === undefined ? undefined : Number(limit);
}
