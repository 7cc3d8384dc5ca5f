import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { User } from '../users/users.schema.ts';
import type { UserStore } from '../users/users.store.ts';
import type { Executions } from './executions.ts';
import { misplaced, moved, waitingStep } from './move.ts';
import type { TellWorkflow } from './notify-workflow.ts';

/** What moving on what waits with people needs. */
export interface HandOverDeps {
  readonly expenses: Pick<ExpenseStore, 'load' | 'save' | 'waiting'>;
  readonly users: Pick<UserStore, 'load'>;
  readonly executions: Pick<Executions, 'move'>;
  readonly tellWorkflow: TellWorkflow;
  readonly now: () => Date;
}

/** How many expenses are looked at side by side. */
const atOnce = 10;
const attempts = 5;

/**
 * Moves on, in the name of `by`, what a change of `person` has left waiting with the wrong people
 * ({@link ../users/user.ts | `handOver`}): at most `limit` expenses, the oldest first. Returns how many moved.
 */
export async function handOver(person: User, by: string, limit: number, deps: HandOverDeps): Promise<number> {
  let count = 0;
  for (const approver of person.handOver?.from ?? []) {
    let after: string | undefined;
    do {
      // 'system' owns and decides nothing: no expense of the queue is left out.
      const page = await deps.expenses.waiting([`USER#${approver}`], 'system', atOnce, after);
      const found = page.entries.filter(({ ownerId }) => approver === person.id || ownerId === person.id);
      const results = await Promise.all(found.map(({ id }) => moveMisplaced(id, by, deps)));
      count += results.filter(Boolean).length;
      after = page.next;
    } while (after !== undefined && count < limit);
  }
  return count;
}

/** Moves an expense on if it waits with somebody who should not be asked; tells whether it did. */
export async function moveMisplaced(id: string, by: string, deps: HandOverDeps): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const expense = await deps.expenses.load(id);
    const why = expense && (await misplaced(expense, deps.users));
    if (!expense || !why) return false;
    const changed = moved(expense, { event: 'approval-moved', by, ...why }, deps.now());
    if (!(await deps.expenses.save(changed))) continue;
    const waiting = waitingStep(changed);
    const move = waiting?.step.moved;
    if (waiting && move) {
      await deps.tellWorkflow(changed, 'move', () => deps.executions.move(waiting.taskToken, move));
    }
    return true;
  }
  return false;
}
