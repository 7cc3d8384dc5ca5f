import type { ComparisonPlan, SideName } from './plan.ts';

/** A side's turn in a comparison. */
export interface Turn {
  readonly side: SideName;
  /** Which of the side's boots. */
  readonly boot: number;
  /** From 0; negative while warming up. */
  readonly round: number;
}

/** How many pairs of turns begin with the same side before it is the other's. */
const pairsInOrder = 8;

/**
 * Whose turn an iteration is: of each two, one is A's and one is B's. Which of them comes first changes after a few
 * pairs, so that neither always follows the other. A boot has two pairs, because scenarios do something else in every
 * second iteration.
 *
 * @param iteration of the k6 scenario, from 0
 * @param elapsed milliseconds since it began
 */
export function turnOf(
  iteration: number,
  elapsed: number,
  { sides, first, warmUpSeconds, roundSeconds }: ComparisonPlan,
): Turn {
  const pair = Math.floor(iteration / 2);
  const swapped = Math.floor(pair / pairsInOrder) % 2;
  const isFirst = (iteration + swapped) % 2 === 0;
  const second = first === 'a' ? 'b' : 'a';
  return {
    side: isFirst ? first : second,
    boot: Math.floor(pair / 2) % sides.a.length,
    round: Math.floor((elapsed / 1000 - warmUpSeconds) / roundSeconds),
  };
}

/** The tag of all samples of a side in a round. */
export function sliceName({ side, round }: Pick<Turn, 'side' | 'round'>): string {
  return `${side}-${round}`;
}
