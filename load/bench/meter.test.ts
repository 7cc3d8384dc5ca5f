import { expect, test } from 'vitest';
import { costFigures } from './meter.ts';

/** Thirty rounds of about 2 ms a request on a machine whose speed drifts, each a little off. */
function rounds(cost: number) {
  const plain = Array.from({ length: 30 }, (_, pair) => 2 + pair / 60 + Math.sin(pair * 7) * 0.05);
  return { plain, metered: plain.map((time, pair) => time * (1 + cost) * (1 + Math.sin(pair * 5) * 0.02)) };
}

test('a cost of 5 % is told from 2 %, and 1 % from 2 % as well', () => {
  for (const cost of [0.05, 0.01]) {
    const { metered, plain } = rounds(cost);
    const [estimate = Number.NaN, low = Number.NaN, high = Number.NaN] = costFigures(metered, plain).map(
      ({ value }) => value,
    );
    expect(estimate).toBeCloseTo(cost * 100, 0);
    expect([low > 2, high < 2]).toEqual([cost > 0.02, cost < 0.02]);
  }
});
