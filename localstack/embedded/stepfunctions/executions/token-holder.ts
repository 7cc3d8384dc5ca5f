import { constraintFailed, invalidToken, taskTimedOut } from '../errors.ts';
import { atMost } from '../input.ts';
import type { StepFunctionsState } from '../state.ts';
import type { Holder } from './tokens.ts';

/** Who waits for a token. Throws TaskTimedOut where the task has ended, InvalidToken where it never was. */
export function holderOf(state: StepFunctionsState, token: string): Holder {
  if (token.length === 0) throw constraintFailed('taskToken', "''", 'have length greater than or equal to 1');
  atMost(token, 'taskToken', 2048);
  const holder = state.tokens.find(token);
  if (holder === undefined) throw invalidToken();
  if (holder === 'over') throw taskTimedOut();
  return holder;
}
