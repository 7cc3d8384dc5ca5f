import { describe, expect, test } from 'vitest';
import { figureNames, routeNames, type ScenarioName, scenarios } from '../k6/scenarios/catalogue.ts';
import type { ArrivalPlan } from './arrivals.ts';
import { expectationOf } from './expectation.ts';

/** A plan of so many iterations. */
const planOf = (scenario: ScenarioName, arrivals: number): ArrivalPlan => ({
  scenario,
  startSeconds: 0,
  stages: [{ phase: 'steady', seconds: arrivals, from: 1, to: 1 }],
});

describe('what a run has to do', () => {
  test.each(Object.keys(scenarios) as ScenarioName[])(
    '%s has to call every route of a filled target, and to measure every figure',
    (name) => {
      const { routes, figures } = expectationOf([planOf(name, 100)], { isFilled: true });
      expect(routes).toEqual(routeNames(name));
      expect(figures).toEqual(figureNames(name));
    },
  );

  test('nothing that depends on what empty lists hold', () => {
    const { routes } = expectationOf([planOf('reads', 100)], { isFilled: false });
    expect(routes).toContain('GET /approvals');
    expect(routes).not.toContain('GET /expenses/{id}');
  });

  test('no route that so few iterations do not come to', () => {
    expect(expectationOf([planOf('mixed', 10)], { isFilled: true }).routes).toEqual([]);
    expect(expectationOf([planOf('mixed', 11)], { isFilled: true }).routes).toHaveLength(
      routeNames('mixed').length,
    );
  });

  test('all iterations but one in a hundred and one, and their requests', () => {
    expect(expectationOf([planOf('crud', 200)], { isFilled: false }).scenarios).toEqual([
      // 100 of six requests and 100 of five; three of six may be missing.
      { scenario: 'crud', planned: 200, iterations: 197, requests: 1100 - 18 },
    ]);
  });

  test('one iteration at least, of however few', () => {
    const least = (planned: number) =>
      expectationOf([planOf('crud', planned)], { isFilled: false }).scenarios[0];
    expect([0, 1, 2].map((planned) => least(planned)?.iterations)).toEqual([0, 1, 1]);
  });

  test('of several scenarios each its own part, and the routes of all', () => {
    const both = expectationOf([planOf('crud', 10), planOf('approval', 10)], { isFilled: false });
    expect(both.scenarios.map(({ scenario }) => scenario)).toEqual(['crud', 'approval']);
    expect(new Set(both.routes).size).toBe(both.routes.length);
    expect(both.routes).toEqual(expect.arrayContaining(['DELETE /expenses/{id}', 'GET /approvals']));
  });
});
