import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterExpense } from '../../load/bench/someone.ts';
import { figureNames, routeNames, type ScenarioName, scenarios } from '../../load/k6/scenarios/catalogue.ts';
import { preparePopulation } from '../../load/population/prepare.ts';
import { callApi } from '../../load/run/http.ts';
import { measure } from '../../load/run/measure.ts';
import type { Session } from '../../load/run/session.ts';
import { embeddedTarget, type LoadTarget } from '../../load/run/target.ts';
import type { Team } from '../../load/shared/plan.ts';
import type { Workload } from '../../load/workloads/workload.ts';
import { until } from '../../localstack/testing/until.ts';
import { k6, ownFolder, sessionOn } from './support/runs.ts';

const folder = await ownFolder('scenarios');
const patience = { timeout: 120_000 };

/** As short as it can be for every route to be called: `mixed` takes an approval in its eleventh iteration. */
const brief: Workload = {
  description: 'A few iterations',
  order: 'side by side',
  stages: [
    { phase: 'ramp', seconds: 1, share: 1 },
    { phase: 'steady', seconds: 3, share: 1 },
  ],
  rates: Object.fromEntries(
    Object.entries(scenarios).map(([name, { iterationsForAllRoutes = 1 }]) => [
      name,
      Math.max(2, Math.ceil(iterationsForAllRoutes / 2)),
    ]),
  ),
};

/** For whoever only reads: a draft of each employee, and an expense of each that waits in the manager's queue. */
async function somethingToRead(target: LoadTarget, { manager, employees }: Team): Promise<void> {
  for (const employee of employees) {
    await enterExpense(target, employee);
    const { id } = await enterExpense(target, employee);
    await callApi(target, employee, 'POST', `/expenses/${id}/submit`);
  }
  await until(async () => {
    const { expenses } = await callApi<{ expenses: unknown[] }>(target, manager, 'GET', '/approvals');
    return expenses.length === employees.length;
  });
}

describe.skipIf(!k6)('every scenario on the embedded AWS', () => {
  let session: Session;

  beforeAll(async () => {
    if (!k6) return;
    const target = await embeddedTarget(() => {});
    const teams = await preparePopulation(target, { teams: 2, employeesPerTeam: 2 });
    await Promise.all(teams.map((team) => somethingToRead(target, team)));
    session = sessionOn(k6, target, teams);
  }, patience.timeout);

  afterAll(() => session?.[Symbol.asyncDispose]());

  test.each(Object.keys(scenarios) as ScenarioName[])(
    '%s: every request is answered as expected, and its figures are kept by route and by phase',
    patience,
    async (name) => {
      const record = await measure(session, {
        scenarios: [name],
        workload: brief,
        workloadName: 'briefly',
        thresholds: 'embedded',
        folder,
        startedAt: new Date().toISOString(),
        command: '',
      });
      const { totals, routes, phases, figures, counters, thresholds } = record;
      expect({ failed: totals.failedShare, checks: totals.checksPassedShare }).toEqual({
        failed: 0,
        checks: 1,
      });
      // What the catalogue says of the scenario is true of it: as many iterations and requests as the workload asks for.
      const least = thresholds.filter(({ expression }) => expression.startsWith('count>='));
      expect(least.map(({ metric, held }) => [metric, held])).toEqual([
        [`http_reqs{scenario:${name}}`, true],
        [`iterations_begun{scenario:${name}}`, true],
      ]);
      expect(totals.thrownIterations).toBe(0);
      // A refusal that is repeated would fail the share above; nothing of this is asked to be fast.
      const called = routes.filter(({ count }) => count > 0).map(({ route }) => route);
      expect(called).toEqual([...routeNames(name)].sort((a, b) => a.localeCompare(b)));
      expect(phases.at(-1)).toMatchObject({ phase: 'steady', seconds: 3, failedShare: 0, throttled: 0 });
      expect(phases.at(-1)?.routes.length).toBeGreaterThan(0);
      expect(figures.map((figure) => figure.name)).toEqual(
        expect.arrayContaining(['first_request', ...figureNames(name)]),
      );
      expect(counters.map((counter) => counter.name)).toEqual(
        expect.arrayContaining([...scenarios[name].counters]),
      );
      expect(record.secondsToFirstRequest).toBeGreaterThan(0);
    },
  );
});
