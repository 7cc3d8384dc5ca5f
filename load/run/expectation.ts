import { figureNames, routeNames, type ScenarioName, scenarios } from '../k6/scenarios/catalogue.ts';
import { type ArrivalPlan, plannedArrivals } from './arrivals.ts';

/** What has to happen in a run at all: without it thresholds hold because there is nothing to hold them against. */
export interface Expectation {
  /** The routes that each have to get a request. */
  readonly routes: readonly string[];
  /** The figures of the scenarios that each have to be measured. */
  readonly figures: readonly string[];
  readonly scenarios: readonly ScenarioExpectation[];
}

/** The least that one scenario has to do. */
export interface ScenarioExpectation {
  readonly scenario: string;
  /** How many iterations the workload begins. */
  readonly planned: number;
  /** How many of them have to begin, and how many requests have to be sent in all. */
  readonly iterations: number;
  readonly requests: number;
}

/** The share of arrivals that may be missing besides one: k6 begins the last ones as its time runs out. */
const missingShare = 0.01;

/**
 * What a plan promises. A route is promised when the scenario comes to it within the planned iterations, and does not
 * depend on what lists hold where nobody has filled them.
 *
 * @param isFilled whether a dataset fills the target before
 */
export function expectationOf(
  plans: readonly ArrivalPlan[],
  { isFilled }: { readonly isFilled: boolean },
): Expectation {
  const each = plans.map((plan) => {
    const name = plan.scenario as ScenarioName;
    const planned = plannedArrivals(plan);
    return { name, planned, least: leastOf(name, planned, scenarios[name].fewestRequests) };
  });
  const thorough = each
    .filter(({ name, planned }) => planned >= (scenarios[name].iterationsForAllRoutes ?? 1))
    .map(({ name }) => name);
  const routes = thorough.flatMap((name) =>
    routeNames(name).filter((route) => isFilled || !scenarios[name].routesOfData?.includes(route)),
  );
  return {
    routes: [...new Set(routes)],
    figures: [...new Set(thorough.flatMap(figureNames))],
    scenarios: each.map(({ least }) => least),
  };
}

function leastOf(scenario: string, planned: number, fewest: readonly number[]): ScenarioExpectation {
  const iterations = Math.min(planned, Math.max(1, Math.floor(planned * (1 - missingShare)) - 1));
  let all = 0;
  for (let number = 0; number < planned; number++) all += fewest[number % fewest.length] ?? 0;
  // Whichever iterations are missing, it is no more than this.
  const missing = (planned - iterations) * Math.max(...fewest);
  return { scenario, planned, iterations, requests: Math.max(0, all - missing) };
}
