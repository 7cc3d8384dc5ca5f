import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureNames, routeNames, type ScenarioName, scenarios } from '../../load/k6/scenarios/catalogue.ts';
import { preparePopulation } from '../../load/population/prepare.ts';
import { callApi } from '../../load/run/http.ts';
import { findK6, k6Search } from '../../load/run/k6-binary.ts';
import { measure } from '../../load/run/measure.ts';
import type { Session } from '../../load/run/session.ts';
import { embeddedTarget, type LoadTarget } from '../../load/run/target.ts';
import type { LoadUser } from '../../load/shared/plan.ts';

/** A k6 that is there already; a test neither builds nor downloads one. */
const { fetch: _obtain, ...nearby } = k6Search(() => {});
const k6 = await findK6(nearby).catch(() => undefined);

const patience = { timeout: 120_000 };

/** As short as it can be for every route to be called: mixed takes an approval in its eleventh iteration. */
const briefly = {
  description: 'A few iterations',
  order: 'side by side',
  stages: [
    { phase: 'ramp', seconds: 1, share: 1 },
    { phase: 'steady', seconds: 3, share: 1 },
  ],
  rates: { crud: 3, approval: 2, receipts: 2, reads: 3, mixed: 5, auth: 3 },
} as const;

describe.skipIf(!k6)('every scenario on the embedded AWS', () => {
  let session: Session;
  let folder: string;

  beforeAll(async () => {
    if (!k6) return;
    folder = await mkdtemp(path.join(tmpdir(), 'scenarios-'));
    const target = await embeddedTarget(() => {});
    const teams = await preparePopulation(target, { teams: 2, employeesPerTeam: 2 });
    await Promise.all(teams.flatMap(({ employees }) => employees.map((one) => enterAnExpense(target, one))));
    session = {
      k6,
      target,
      teams,
      signal: new AbortController().signal,
      commandStartedAt: Date.now(),
      warnings: [],
      [Symbol.asyncDispose]: () => target[Symbol.asyncDispose](),
    };
  }, patience.timeout);

  afterAll(async () => {
    await session?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test.each(Object.keys(scenarios) as ScenarioName[])(
    '%s: every request is answered as expected, and its figures are kept by route and by phase',
    patience,
    async (name) => {
      const record = await measure(session, {
        scenarios: [name],
        workload: briefly,
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

/** So that whoever only reads finds something. */
function enterAnExpense(target: LoadTarget, employee: LoadUser): Promise<unknown> {
  return callApi(target, employee, 'POST', '/expenses', {
    merchant: 'Hotel Bellevue',
    category: 'lodging',
    amount: 18_000,
    currency: 'EUR',
    incurredOn: '2026-11-02',
  });
}
