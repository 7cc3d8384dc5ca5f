import { describe, expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { measuredSlices, type SliceSettings, secondsOfSlices, sliceOptions, slicesOf } from './slices.ts';

const settings: SliceSettings = {
  scenario: 'crud',
  rounds: 10,
  sliceSeconds: 1,
  warmUpRounds: 2,
  virtualUsers: 4,
};
const slices = slicesOf(settings, seededRandom(1));
const measuring = slices.filter(({ round }) => round >= 0);

describe('slicesOf', () => {
  test('gives each side one turn in every round', () => {
    for (let round = 0; round < 10; round++) {
      const sides = measuring.filter((slice) => slice.round === round).map(({ side }) => side);
      expect(sides.sort()).toEqual(['a', 'b']);
    }
  });

  test('lets each side be first in every other round', () => {
    const firsts = measuring.filter((_, index) => index % 2 === 0).map(({ side }) => side);
    for (let pair = 0; pair < 10; pair += 2) expect(firsts[pair]).not.toBe(firsts[pair + 1]);
  });

  test('draws the order anew for another seed', () => {
    const orders = Array.from({ length: 20 }, (_, seed) =>
      slicesOf(settings, seededRandom(seed))
        .map(({ side }) => side)
        .join(''),
    );
    expect(new Set(orders).size).toBeGreaterThan(10);
  });

  test('leaves a gap between turns, and ends when it says', () => {
    const starts = slices.map(({ startSeconds }) => startSeconds);
    for (const [index, start] of starts.slice(1).entries()) {
      expect(start - (starts[index] ?? 0)).toBeCloseTo(1.1, 6);
    }
    expect(secondsOfSlices(settings)).toBeCloseTo(24 * 1.1, 6);
  });
});

describe('sliceOptions', () => {
  const options = sliceOptions(slices, settings);

  test('makes one k6 scenario of each turn, which drives its side', () => {
    expect(Object.keys(options.scenarios)).toHaveLength(24);
    expect(options.scenarios['b-3']).toMatchObject({
      executor: 'constant-vus',
      vus: 4,
      duration: '1000ms',
      env: { LOAD_SIDE: 'b' },
      tags: { slice: 'b-3' },
    });
  });

  test('has figures reported of each turn but of those that warm up', () => {
    expect(options.thresholds['http_req_duration{slice:a-0,name:GET /expenses/{id}}']).toEqual(['max>=0']);
    expect(Object.keys(options.thresholds).filter((name) => name.includes('warm-up'))).toEqual([]);
  });
});

test('measuredSlices reads what k6 reports of each turn', () => {
  const few = { ...settings, rounds: 2 };
  const turns = slicesOf(few, seededRandom(1));
  const trend = (avg: number) => ({
    type: 'trend' as const,
    values: { avg, med: avg / 2, 'p(95)': avg * 2 },
  });
  const rate = { type: 'rate' as const, values: { rate: 0.25, passes: 100, fails: 300 } };
  const measured = measuredSlices(
    {
      'iteration_duration{slice:a-0}': trend(60),
      'iteration_duration{slice:a-1}': trend(62),
      'iteration_duration{slice:b-0}': trend(70),
      'iteration_duration{slice:b-1}': trend(72),
      'http_req_failed{slice:a-0}': rate,
      'http_req_duration{slice:a-0,name:GET /expenses}': trend(8),
    },
    turns,
    few,
  );
  expect(measured.paired).toBe(true);
  expect([measured.a, measured.b].map((side) => side.map(({ summary }) => summary))).toEqual([
    [60, 62],
    [70, 72],
  ]);
  expect(measured.a[0]).toMatchObject({ requests: 400, requestsPerSecond: 400, failedShare: 0.25 });
  expect(measured.a[0]?.routes).toContainEqual({ route: 'GET /expenses', median: 4, p95: 16 });
});
