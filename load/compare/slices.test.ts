import { describe, expect, test } from 'vitest';
import { routeNames } from '../k6/scenarios/catalogue.ts';
import { seededRandom } from '../random.ts';
import type { LoadSide } from '../shared/plan.ts';
import { sliceSettings as settings } from './comparison.fixture.ts';
import { comparisonPlan, secondsOfRounds } from './slices.ts';

const side = (name: string): LoadSide => ({ apiUrl: `http://${name}`, teams: [] });
const sides = { a: [side('a')], b: [side('b')] };

describe('comparisonPlan', () => {
  const { comparison, options } = comparisonPlan(sides, settings, seededRandom(1));

  test('makes one k6 scenario of all rounds, the warm-up before them', () => {
    expect(options.scenarios).toEqual({
      crud: expect.objectContaining({
        executor: 'constant-vus',
        exec: 'scenario',
        vus: 4,
        duration: '26000ms',
      }),
    });
    expect(secondsOfRounds(settings)).toBe(26);
    expect(comparison).toMatchObject({ sides, roundSeconds: 2, warmUpSeconds: 6, againstYardstick: false });
  });

  test('has the figures of both sides reported for each round', () => {
    const named = Object.keys(options.thresholds).filter((name) => name.startsWith('iteration_duration'));
    expect(named).toHaveLength(20);
    expect(options.thresholds['http_req_duration{slice:a-0,name:GET /expenses/{id}}']).toEqual(['max>=0']);
  });

  test('draws for each seed which side begins', () => {
    const firsts = Array.from(
      { length: 20 },
      (_, seed) => comparisonPlan(sides, settings, seededRandom(seed)).comparison?.first,
    );
    expect(new Set(firsts)).toEqual(new Set(['a', 'b']));
  });
});

describe('the plan for one round', () => {
  const plan = (more: Partial<typeof settings> = {}, next = 0.5) =>
    comparisonPlan(
      sides,
      { ...settings, rounds: 1, roundSeconds: 0.25, ...more },
      { ...seededRandom(1), next: () => next },
    );
  const shown = (slice: string, routes: readonly string[]) => ({
    [`iteration_duration{slice:${slice}}`]: ['max>=0'],
    [`http_req_failed{slice:${slice}}`]: ['rate>=0'],
    ...Object.fromEntries(
      routes.map((route) => [`http_req_duration{slice:${slice},name:${route}}`, ['max>=0']]),
    ),
  });

  test('is all that k6 is told', () => {
    expect(plan().options).toEqual({
      scenarios: {
        crud: {
          executor: 'constant-vus',
          exec: 'scenario',
          vus: 4,
          duration: '1000ms',
          gracefulStop: '5s',
        },
      },
      thresholds: { ...shown('a-0', routeNames('crud')), ...shown('b-0', routeNames('crud')) },
      systemTags: ['name', 'status'],
      summaryTrendStats: ['count', 'avg', 'med', 'p(95)', 'max'],
      userAgent: 'expense-tracker-load/1',
    });
    expect(plan().apiUrl).toBe('http://a');
    expect(plan().comparison).toEqual({
      sides,
      first: 'b',
      roundSeconds: 0.25,
      warmUpSeconds: 0.75,
      againstYardstick: false,
    });
  });

  test('asks the yardstick, which is side A, for the one route that it has', () => {
    const { comparison, options } = plan({ againstYardstick: true });
    expect(comparison?.againstYardstick).toBe(true);
    expect(options.thresholds).toEqual({
      ...shown('a-0', ['GET /']),
      ...shown('b-0', routeNames('crud')),
    });
  });

  test('begins with A in one half of all draws', () => {
    expect([0, 0.49, 0.5, 0.99].map((drawn) => plan({}, drawn).comparison?.first)).toEqual([
      'a',
      'a',
      'b',
      'b',
    ]);
  });
});
