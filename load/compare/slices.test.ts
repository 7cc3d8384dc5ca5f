import { describe, expect, test } from 'vitest';
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
