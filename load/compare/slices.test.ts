import { describe, expect, test } from 'vitest';
import type { LoadSide } from '../plan.ts';
import { seededRandom } from './random.ts';
import { comparisonPlan, measuredSlices, type SliceSettings, secondsOfRounds } from './slices.ts';

const settings: SliceSettings = {
  scenario: 'crud',
  rounds: 10,
  roundSeconds: 2,
  warmUpRounds: 3,
  virtualUsers: 4,
};
const side = (name: string): LoadSide => ({ apiUrl: `http://${name}`, teams: [] });
const sides = { a: [side('a')], b: [side('b')] };

describe('comparisonPlan', () => {
  const { comparison, options } = comparisonPlan(sides, settings, seededRandom(1));

  test('makes one k6 scenario of all rounds, the warm-up before them', () => {
    expect(options.scenarios).toEqual({
      comparison: expect.objectContaining({
        executor: 'constant-vus',
        exec: 'crud',
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

test('measuredSlices reads what k6 reports of each side in each round', () => {
  const trend = (avg: number) => ({
    type: 'trend' as const,
    values: { avg, med: avg / 2, 'p(95)': avg * 2, count: 10 },
  });
  const rate = { type: 'rate' as const, values: { rate: 0.25, passes: 10, fails: 30 } };
  const measured = measuredSlices(
    {
      'iteration_duration{slice:a-0}': trend(60),
      'iteration_duration{slice:a-1}': trend(62),
      'iteration_duration{slice:b-0}': trend(70),
      'iteration_duration{slice:b-1}': trend(72),
      'http_req_failed{slice:a-0}': rate,
      'http_req_duration{slice:a-0,name:GET /expenses}': trend(8),
    },
    { ...settings, rounds: 2 },
  );
  expect(measured.paired).toBe(true);
  expect([measured.a, measured.b].map((of) => of.map(({ summary }) => summary))).toEqual([
    [60, 62],
    [70, 72],
  ]);
  expect(measured.a[0]).toMatchObject({ requests: 40, failedShare: 0.25 });
  // Four users who needed 0.6 s of their time for 40 requests.
  expect(measured.a[0]?.requestsPerSecond).toBeCloseTo(160 / 0.6, 6);
  expect(measured.a[0]?.routes).toContainEqual({ route: 'GET /expenses', median: 4, p95: 16 });
});
