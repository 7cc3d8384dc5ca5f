/** Where chance comes from: a number in [0, 1). */
export type RandomNumbers = () => number;

/**
 * The same numbers for the same seed, on every machine, so that a verdict can be made again from the same
 * rounds: mulberry32, whose 2³² states are plenty for resampling and nothing else.
 */
export function seededRandom(seed: number): RandomNumbers {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
