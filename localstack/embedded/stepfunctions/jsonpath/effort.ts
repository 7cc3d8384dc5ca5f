import { PathError } from './path-error.ts';

/**
 * How many values one path may look at: several times what any path that is written for 256 KiB of data needs, and done
 * in well under a second, so that `$..*..*` holds up nobody else's calls.
 */
const MOST = 2_000_000;

/** Counts what following one path costs. */
export class Effort {
  #left = MOST;

  /** Counts `values` that are looked at. Throws {@link PathError} where they are too many for one path. */
  spend(values: number): void {
    this.#left -= values;
    if (this.#left < 0) throw new PathError(`A JSONPath looks at more than ${MOST} values.`);
  }
}
