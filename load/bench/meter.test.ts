import { expect, test } from 'vitest';
import { type Sample, summaryName } from '../compare/samples.ts';
import { costFigures } from './meter.ts';

/** A round in which a request took that long. */
const sample = (milliseconds: number): Sample => ({
  summary: milliseconds,
  requests: 1,
  requestsPerSecond: 1_000 / milliseconds,
  failedShare: 0,
  routes: [],
});

/** Sixty rounds of about 40 ms a request on a machine whose speed drifts, each a little off. */
function rounds(cost: number) {
  const plain = Array.from({ length: 60 }, (_, round) => 40 + round / 3 + Math.sin(round * 7));
  const metered = plain.map((time, round) => time * (1 + cost) * (1 + Math.sin(round * 5) * 0.02));
  return { summaryName, paired: true, a: plain.map(sample), b: metered.map(sample) };
}

test('a cost of 5 % is known from 2 %, and 1 % from 2 % as well', () => {
  for (const cost of [0.05, 0.01]) {
    const value = (name: string) =>
      costFigures(rounds(cost)).find((figure) => figure.name === `what the meter costs${name}`)?.value ?? 0;
    expect(value('')).toBeCloseTo(cost * 100, 0);
    expect([value(', at least') > 2, value(', at most') < 2]).toEqual([cost > 0.02, cost < 0.02]);
  }
});
