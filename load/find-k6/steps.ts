import type { Log } from '../log.ts';

/** Says how far something is, now and then. */
export interface Steps {
  /** @param done how much of the whole, or how much in all where the whole is not known */
  at(done: number, say: () => string): void;
  /** Says it again after a silence: what is under way may take longer than any step before. */
  remind(): void;
}

/** The longest silence, in milliseconds. */
const longestSilence = 5_000;

/**
 * Reports a long piece of work: at its beginning, at each tenth and its end, and at least every five seconds.
 *
 * @param total how much there is to do; undefined where nobody knows
 * @param now milliseconds of a monotonic clock
 */
export function createSteps(
  log: Log,
  total: number | undefined,
  now: () => number = () => performance.now(),
): Steps {
  let lastTenth = -1;
  let lastSaid = now();
  let current: (() => string) | undefined;
  const say = () => {
    if (!current) return;
    lastSaid = now();
    log(current());
  };
  const isSilent = () => now() - lastSaid >= longestSilence;
  return {
    at(done, words) {
      current = words;
      const tenth = total === undefined ? 0 : Math.floor((10 * done) / total);
      if (tenth > lastTenth || isSilent()) say();
      lastTenth = Math.max(tenth, lastTenth);
    },
    remind() {
      if (isSilent()) say();
    },
  };
}
