import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../random.ts';
import { bootstrapDifference, bootstrapInterval, trimmedMean } from './statistics.ts';

/** Normal numbers by Box and Muller. */
function normal(random: Random, mean = 0, deviation = 1): number {
  return (
    mean + deviation * Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  );
}

const series = (length: number, next: () => number) => Array.from({ length }, next);

describe('trimmedMean', () => {
  test('is the mean of the middle three fifths', () => {
    expect(trimmedMean([1, 2, 3, 4, 100])).toBe(3);
    expect(trimmedMean([-1_000, -900, 2, 4, 4, 4, 4, 6, 900, 1_000])).toBe(4);
  });
});

describe('bootstrapInterval', () => {
  test('is the same for the same seed', () => {
    const values = series(12, () => normal(seededRandom(3), 1));
    const of = (seed: number) => bootstrapInterval(values, { confidence: 0.95, random: seededRandom(seed) });
    expect(of(5)).toEqual(of(5));
  });

  test('holds the truth as often as it promises, with few and with disturbed values', () => {
    const random = seededRandom(11);
    const missed = (next: () => number) => {
      let count = 0;
      for (let round = 0; round < 400; round++) {
        const { low, high } = bootstrapInterval(series(12, next), {
          confidence: 0.95,
          random,
          resamples: 600,
        });
        if (low > 0 || high < 0) count++;
      }
      return count / 400;
    };
    expect(missed(() => normal(random))).toBeLessThan(0.08);
    expect(missed(() => normal(random) * (random.next() < 0.1 ? 10 : 1))).toBeLessThan(0.08);
  });

  test('is narrower with more values', () => {
    const random = seededRandom(2);
    const width = (length: number) => {
      const { low, high } = bootstrapInterval(
        series(length, () => normal(random)),
        {
          confidence: 0.95,
          random,
        },
      );
      return high - low;
    };
    expect(width(100)).toBeLessThan(width(10));
  });

  test('is moved little by one round that a busy machine spoilt', () => {
    const random = seededRandom(9);
    const values = series(15, () => normal(random, 0.1, 0.02));
    const spoilt = [...values.slice(1), 5];
    const of = (all: readonly number[]) => bootstrapInterval(all, { confidence: 0.99, random });
    expect(Math.abs(of(spoilt).estimate - of(values).estimate)).toBeLessThan(0.02);
    expect(of(spoilt).low).toBeGreaterThan(0);
  });

  test('is a point where nothing varies', () => {
    const { estimate, low, high } = bootstrapInterval([2, 2, 2, 2, 2, 2], {
      confidence: 0.99,
      random: seededRandom(1),
    });
    expect({ estimate, low, high }).toEqual({ estimate: 2, low: 2, high: 2 });
  });

  test('is refused for a handful of values', () => {
    expect(() => bootstrapInterval([1, 2, 3, 4, 5], { confidence: 0.9, random: seededRandom(1) })).toThrow(
      'An interval needs at least 6 values on each side, not 5.',
    );
  });
});

describe('bootstrapDifference', () => {
  test('holds the difference of two sets of different length as often as it promises', () => {
    const random = seededRandom(21);
    let missed = 0;
    for (let round = 0; round < 200; round++) {
      const from = series(12, () => normal(random, 10, 1));
      const to = series(18, () => normal(random, 12, 2));
      const { low, high } = bootstrapDifference(from, to, { confidence: 0.95, random, resamples: 600 });
      if (low > 2 || high < 2) missed++;
    }
    expect(missed / 200).toBeLessThan(0.09);
  });
});
