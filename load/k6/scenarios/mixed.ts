import { iterationNumber } from '../iteration.ts';
import { approval } from './approval.ts';
import { crud } from './crud.ts';
import { reads } from './reads.ts';

/**
 * A company at work: of twenty iterations seventeen only look, two enter an expense, and one takes an expense
 * through its approval, so that there is one approval for three expenses.
 */
export function mixed(): void {
  const turn = iterationNumber() % 20;
  if (turn === 10) approval();
  else if (turn === 0 || turn === 5) crud();
  else reads();
}
