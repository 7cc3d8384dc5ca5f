import fc from 'fast-check';
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

describe('against the formulas of the book, written down plainly', () => {
  /** Yuen's trimmed mean with its standard error (Wilcox 2017, 3.3 and 5.2), a fifth cut off at either end. */
  const yuen = (values: readonly number[]) => {
    const sorted = values.toSorted((a, b) => a - b);
    const cut = Math.floor(0.2 * sorted.length);
    const middle = sorted.slice(cut, sorted.length - cut);
    const winsorized = sorted.map((value) => Math.min(Math.max(value, middle[0] ?? 0), middle.at(-1) ?? 0));
    const center = mean(winsorized);
    const squares = winsorized.reduce((sum, value) => sum + (value - center) ** 2, 0);
    return { mean: mean(middle), error: Math.sqrt(squares / (middle.length * (middle.length - 1))) };
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  /** The symmetric bootstrap-t interval of one sample, or of the first less the second. */
  function reference(
    samples: readonly (readonly number[])[],
    confidence: number,
    resamples: number,
    seed: number,
  ) {
    const random = seededRandom(seed);
    const located = (of: readonly (readonly number[])[]) => {
      const [first = { mean: 0, error: 0 }, second = { mean: 0, error: 0 }] = of.map(yuen);
      return { mean: first.mean - second.mean, error: Math.hypot(first.error, second.error) };
    };
    const measured = located(samples);
    const distances = series(resamples, () => {
      // Both sides draw by position from what they measured, in the order in which that was sorted.
      const drawn = samples.map((sample) => {
        const sorted = sample.toSorted((a, b) => a - b);
        return series(sample.length, () => sorted[random.below(sample.length)] ?? 0);
      });
      const { mean: center, error } = located(drawn);
      const distance = Math.abs(center - measured.mean);
      return distance === 0 ? 0 : distance / error;
    }).toSorted((a, b) => a - b);
    const reach = (distances[Math.ceil(confidence * resamples) - 1] ?? Number.NaN) * measured.error;
    return { estimate: measured.mean, low: measured.mean - reach, high: measured.mean + reach, confidence };
  }

  const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 17 });
  const varied = sample.filter((values) => yuen(values).error > 0);
  const confidences = fc.constantFrom(0.5, 0.9, 0.95, 0.99, 0.995, 1);
  const near = ({ estimate, low, high, confidence }: ReturnType<typeof reference>) => ({
    estimate: expect.closeTo(estimate, 6),
    low: low === -Infinity ? low : expect.closeTo(low, 6),
    high: high === Infinity ? high : expect.closeTo(high, 6),
    confidence,
  });

  test('the trimmed mean is the same', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 30 }), (values) => {
        expect(trimmedMean(values)).toBeCloseTo(yuen(values).mean, 3);
      }),
    );
  });

  test('the interval is the same', () => {
    fc.assert(
      fc.property(varied, confidences, fc.nat(1000), (values, confidence, seed) => {
        const resamples = 40;
        const interval = bootstrapInterval(values, { confidence, random: seededRandom(seed), resamples });
        expect(interval).toEqual(near(reference([values], confidence, resamples, seed)));
      }),
    );
  });

  test('the interval of a difference is the same, the second sample less the first', () => {
    fc.assert(
      fc.property(varied, varied, confidences, fc.nat(1000), (from, to, confidence, seed) => {
        const options = { confidence, random: seededRandom(seed), resamples: 40 };
        expect(bootstrapDifference(from, to, options)).toEqual(
          near(reference([to, from], confidence, 40, seed)),
        );
      }),
    );
  });

  test('draws that do not vary are as far from the middle as they are, and no error is a point', () => {
    const of = (values: readonly number[], share: number) => {
      const random = { ...seededRandom(1), below: (end: number) => Math.floor(share * end) };
      const { low, high } = bootstrapInterval(values, { confidence: 1, random, resamples: 10 });
      return [low, high];
    };
    // Each draw is the middle value again and again: no distance, and no error.
    expect(of([1, 2, 3, 4, 5, 6, 7], 0.5)).toEqual([4, 4]);
    // Each is the lowest one, while what was measured does not vary where it is not cut off.
    expect(of([0, 2, 2, 2, 2, 2, 2, 2, 2, 100], 0)).toEqual([2, 2]);
  });

  test('10 000 draws are made where nothing else is asked for', () => {
    let drawn = 0;
    const random = {
      ...seededRandom(1),
      below: (end: number) => {
        drawn++;
        return Math.floor(end / 2);
      },
    };
    bootstrapInterval([1, 2, 3, 4, 5, 6], { confidence: 0.9, random });
    expect(drawn).toBe(60_000);
  });

  test('neither side of a difference may have fewer than six values', () => {
    const options = { confidence: 0.9, random: seededRandom(1) };
    const six = [1, 2, 3, 4, 5, 6];
    expect(() => bootstrapDifference(six, six.slice(1), options)).toThrow('not 5');
    expect(() => bootstrapDifference(six.slice(2), six, options)).toThrow('not 4');
    expect(() => bootstrapDifference(six, six, options)).not.toThrow();
  });
});
