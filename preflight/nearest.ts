import { distance } from 'fastest-levenshtein';

/** Shorter ones say too little to be told from others. */
const SHORT = 4;

/** Names this long are told apart from others by two letters; shorter ones, of which there are many, by one. */
const LONG = 8;

/**
 * The name that was probably meant: at most two letters away, of a short name one, of less than four none; two letters that changed places count
 * as one, and upper and lower case as the same.
 * @returns undefined when none is near
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const near = names
    .filter((name) => name.length >= SHORT)
    .map((name) => ({ name, steps: stepsBetween(word.toUpperCase(), name.toUpperCase()) }))
    .filter(({ name, steps }) => steps <= (name.length < LONG ? 1 : 2))
    .sort((a, b) => a.steps - b.steps);
  return near[0]?.name;
}

function stepsBetween(a: string, b: string): number {
  const steps = distance(a, b);
  const letters = (text: string) => [...text].sort().join('');
  return steps === 2 && a.length === b.length && letters(a) === letters(b) ? 1 : steps;
}
