import { figureNames, routeNames, type ScenarioName, scenarios } from '../k6/scenarios/catalogue.ts';
import type { K6Options, K6Scenario, PhaseEnd } from '../shared/plan.ts';
import { type TargetProfileName, targets } from '../shared/targets.ts';
import { isRamp, secondsOf, stagesOf, type Workload } from '../workloads/workload.ts';

/** Close enough together for a distribution to be drawn of them. */
const percentiles = [1, 5, 10, 20, 30, 40, 60, 70, 80, 90, 95, 97.5, 99, 99.9];

/**
 * The tags of k6's own that a run on this machine needs: its figures are by route (`name`) and phase. The other dozen
 * cost the generator a tenth of its time (`npm run bench -- --overhead`). An archive keeps them: Grafana Cloud k6 asks
 * for more.
 */
export const systemTags: readonly string[] = ['name', 'status', 'scenario', 'expected_response'];

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
  target: TargetProfileName,
): K6Options {
  const k6Scenarios: Record<string, K6Scenario> = {};
  let start = 0;
  for (const name of names) {
    const { iterationSeconds } = scenarios[name];
    const rate = rateOf(name, workload) * targets[target].rateShare;
    const peak = Math.max(...workload.stages.map(({ share }) => share));
    const users = virtualUsers(rate * peak, iterationSeconds);
    // k6 takes whole numbers of arrivals: by the minute, so that a slow rate stays what it is.
    const aMinute = (share: number) => Math.round(rate * share * 60);
    k6Scenarios[name] = {
      executor: 'ramping-arrival-rate',
      exec: 'scenario',
      startTime: `${start}s`,
      startRate: aMinute(startShareOf(workload)),
      timeUnit: '1m',
      preAllocatedVUs: users,
      maxVUs: users * 4,
      stages: workload.stages.map(({ seconds, share }) => ({
        duration: `${seconds}s`,
        target: aMinute(share),
      })),
      gracefulStop: '15s',
    };
    if (workload.order === 'in turn') start += secondsOf(workload) + 1;
  }
  return {
    scenarios: k6Scenarios,
    thresholds: { ...thresholds(names, target), ...figuresByPhase(names, workload) },
    summaryTrendStats: ['count', 'min', 'avg', 'med', 'max', ...percentiles.map((name) => `p(${name})`)],
    userAgent: 'expense-tracker-load/1',
  };
}

/** Iterations a second of each scenario at the height of a workload. */
export function peakRates(
  names: readonly ScenarioName[],
  workload: Workload,
  target: TargetProfileName,
): Partial<Record<ScenarioName, number>> {
  const peak = Math.max(...workload.stages.map(({ share }) => share));
  return Object.fromEntries(
    names.map((name) => [name, rateOf(name, workload) * targets[target].rateShare * peak]),
  );
}

/** The first arrival comes when the rate since then amounts to one: a low rate lets everybody wait for it. */
function startShareOf({ startShare, stages }: Workload): number {
  return startShare ?? (stages[0]?.share ?? 0) / 3;
}

/** Iterations a second that a share of 1 stands for. */
function rateOf(name: ScenarioName, workload: Workload): number {
  return workload.rates?.[name] ?? scenarios[name].rate;
}

/** Where each scenario's phases end, for the k6 script to tag its samples by. */
export function phaseEnds(
  names: readonly ScenarioName[],
  workload: Workload,
): Record<string, readonly PhaseEnd[]> {
  return Object.fromEntries(
    names.map((name) => {
      let untilSeconds = 0;
      const ends = stagesOf(name, names, workload).map(({ phase, seconds }) => {
        untilSeconds += seconds;
        return { phase, untilSeconds };
      });
      return [name, ends];
    }),
  );
}

/**
 * What must hold: no iteration that throws, nearly no failure, no dropped arrival, and the target's 95th percentile for
 * each route and each figure of the scenarios. A threshold on each route is also what makes k6 report that route's figures
 * apart. What has to happen at all (load/run/expectation.ts) is none of k6's thresholds: on many machines each k6 sees a
 * part of it.
 */
export function thresholds(
  names: readonly ScenarioName[],
  target: TargetProfileName,
): Record<string, string[]> {
  const all: Record<string, string[]> = {
    exceptions: ['count<1'],
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.99'],
    dropped_iterations: ['count<1'],
  };
  for (const name of names) {
    const { routes, figures, counters } = scenarios[name];
    all[`iterations_begun{scenario:${name}}`] = [];
    all[`http_reqs{scenario:${name}}`] = [];
    for (const [route, limit] of Object.entries(routes)) {
      all[`http_req_duration{name:${route}}`] = [`p(95)<${limit[target] ?? targets[target].p95}`];
      all[`http_req_failed{name:${route}}`] = ['rate<0.01'];
      all[`throttles{name:${route}}`] = [];
      all[`retries{name:${route}}`] = [];
    }
    for (const [figure, limit] of Object.entries(figures)) all[figure] = [`p(95)<${limit[target]}`];
    for (const counter of counters) all[counter] = ['count>0'];
  }
  return all;
}

/** What every phase has figures of. */
const byPhase = ['http_req_duration', 'http_req_failed', 'throttles', 'retries', 'iterations_begun'];

/** Thresholds that hold nothing: k6 reports the figures of a tag apart where there is a threshold on it. */
function figuresByPhase(names: readonly ScenarioName[], workload: Workload): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const name of names) {
    for (const { phase } of stagesOf(name, names, workload)) {
      for (const metric of [...byPhase, ...figureNames(name)]) all[`${metric}{phase:${phase}}`] = [];
      // What happens on a slope belongs to no rate: its routes mean nothing.
      if (isRamp(phase)) continue;
      for (const route of routeNames(name)) {
        all[`http_req_duration{name:${route},phase:${phase}}`] = [];
        all[`http_req_failed{name:${route},phase:${phase}}`] = [];
      }
    }
  }
  return all;
}
