import type { Random } from '../random.ts';

/** What is likely of a difference: the estimate, and between what it lies with that confidence. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** 0 to 1, e.g. 0.99. */
  readonly confidence: number;
}

/** How an interval is made. */
export interface BootstrapOptions {
  readonly confidence: number;
  readonly random: Random;
  /** How often the values are drawn anew; default: 10 000. The tail that decides must hold a few of them. */
  readonly resamples?: number;
}

/** The share that is cut off at either end: what a single disturbed round can do is bounded by it (Wilcox 2017, 4.4.3). */
const trimmed = 0.2;

/** How few values can be asked for an interval: with fewer, resampling sees the same handful of draws again and again. */
export const fewestValues = 6;

/** The location of some values, and its standard error. */
interface Location {
  readonly mean: number;
  readonly error: number;
}

/**
 * The mean of the middle 60 % of some values. Unlike the mean, a minority of disturbed rounds cannot move it far;
 * unlike the median, it uses most of what was measured.
 */
export function trimmedMean(values: readonly number[]): number {
  return locationOf(Float64Array.from(values)).mean;
}

/**
 * The interval of the typical value: symmetric bootstrap-t over a 20 % trimmed mean, which keeps its promise with
 * a dozen values, also skewed ones, where the plain percentile bootstrap promises too much (Wilcox 2017, 5.2).
 *
 * @throws RangeError when there are fewer than {@link fewestValues}
 */
export function bootstrapInterval(values: readonly number[], options: BootstrapOptions): Interval {
  return intervalOf([Float64Array.from(values)], options);
}

/**
 * The interval of the difference `to` − `from` between two sets of values that were not measured in pairs:
 * bootstrap-t over the difference of trimmed means with Yuen's error, each set drawn by itself.
 *
 * @throws RangeError when either has fewer than {@link fewestValues}
 */
export function bootstrapDifference(
  from: readonly number[],
  to: readonly number[],
  options: BootstrapOptions,
): Interval {
  return intervalOf([Float64Array.from(to), Float64Array.from(from)], options);
}

/** Of one sample, or of the first less the second. */
function intervalOf(samples: readonly Float64Array[], options: BootstrapOptions): Interval {
  const { confidence, random, resamples = 10_000 } = options;
  const fewest = Math.min(...samples.map(({ length }) => length));
  if (fewest < fewestValues) {
    throw new RangeError(`An interval needs at least ${fewestValues} values on each side, not ${fewest}.`);
  }
  const measured = difference(samples.map(locationOf));
  const draws = samples.map((sample) => new Float64Array(sample.length));
  const distances = new Float64Array(resamples);
  for (let index = 0; index < resamples; index++) {
    for (const [at, sample] of samples.entries()) draw(sample, draws[at] as Float64Array, random);
    const drawn = difference(draws.map(locationOf));
    const distance = Math.abs(drawn.mean - measured.mean);
    distances[index] = distance === 0 ? 0 : distance / drawn.error;
  }
  distances.sort();
  const cut = distances[Math.min(resamples - 1, Math.ceil(confidence * resamples) - 1)] as number;
  // Values that do not vary have no error; 0 × ∞ would be no number.
  const reach = measured.error === 0 ? 0 : cut * measured.error;
  return { estimate: measured.mean, low: measured.mean - reach, high: measured.mean + reach, confidence };
}

function draw(from: Float64Array, into: Float64Array, random: Random): void {
  for (let index = 0; index < into.length; index++) {
    into[index] = from[random.below(from.length)] as number;
  }
}

function difference([first, second]: readonly Location[]): Location {
  // Stryker disable next-line all: for the types alone: one or two samples come, never none.
  if (!first) throw new RangeError('A difference needs values.');
  if (!second) return first;
  return { mean: first.mean - second.mean, error: Math.hypot(first.error, second.error) };
}

/** Trimmed mean and its error from the winsorized variance (Yuen 1974). Sorts its argument. */
function locationOf(values: Float64Array): Location {
  values.sort();
  const { length } = values;
  const cut = Math.floor(trimmed * length);
  const lowest = values[cut] as number;
  const highest = values[length - 1 - cut] as number;
  let kept = 0;
  for (let index = cut; index < length - cut; index++) kept += values[index] as number;
  const mean = kept / (length - 2 * cut);
  const winsorizedMean = (kept + cut * (lowest + highest)) / length;
  let squares = cut * ((lowest - winsorizedMean) ** 2 + (highest - winsorizedMean) ** 2);
  for (let index = cut; index < length - cut; index++) {
    squares += ((values[index] as number) - winsorizedMean) ** 2;
  }
  const left = length - 2 * cut;
  return { mean, error: Math.sqrt(squares / (left * (left - 1))) };
}
