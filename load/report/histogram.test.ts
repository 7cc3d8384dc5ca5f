import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histogram } from './histogram.ts';

const distribution = [
  { percentile: 0, milliseconds: 1 },
  { percentile: 50, milliseconds: 2 },
  { percentile: 90, milliseconds: 10 },
  { percentile: 100, milliseconds: 40 },
];

describe('the histogram of a distribution', () => {
  test('has the share of each range, spread evenly between percentiles', () => {
    const shares = Object.fromEntries(histogram(distribution).map(({ toMs, share }) => [toMs, share]));
    expect(shares[1.5]).toBeCloseTo(0.25);
    expect(shares[2]).toBeCloseTo(0.25);
    expect(shares[3]).toBeCloseTo(0.05);
    expect(shares[50]).toBeCloseTo(0.1 / 3);
  });

  test('begins where the fastest request is', () => {
    expect(histogram(distribution)[0]?.fromMs).toBe(1);
  });

  test('is empty when nothing was measured', () => {
    expect(histogram([])).toEqual([]);
  });

  test('counts every request once, whatever the distribution', () => {
    const any = fc
      .array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { minLength: 2, maxLength: 20 })
      .map((values) => values.sort((a, b) => a - b))
      .map((values) =>
        values.map((milliseconds, index) => ({
          percentile: (100 * index) / (values.length - 1),
          milliseconds,
        })),
      );
    fc.assert(
      fc.property(any, (points) => {
        const buckets = histogram(points);
        expect(buckets.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
        for (const { share } of buckets) expect(share).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });
});
