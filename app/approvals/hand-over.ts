import { systemActor } from '../contract/system-actor.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import { retryOptimistically } from '../persistence/optimistic-retry.ts';
import type { User } from '../users/users.schema.ts';
import type { UserStore } from '../users/users.store.ts';
import type { Executions } from './executions.ts';
import { moved, requiredMove, waitingStep } from './move.ts';
import type { NotifyWorkflow } from './notify-workflow.ts';

/** What handing over needs. */
export interface HandOverDeps {
  readonly expenses: Pick<ExpenseStore, 'load' | 'save' | 'waiting'>;
  readonly users: Pick<UserStore, 'load'>;
  readonly executions: Pick<Executions, 'move'>;
  readonly notifyWorkflow: NotifyWorkflow;
  readonly now: () => Date;
}

/** How many expenses a request itself moves to other approvers; the reconciler moves the rest. */
const requestLimit = 200;
/** How many expenses are checked at the same time. */
const pageSize = 10;

/**
 * Moves expenses that wait for the wrong people after a change of `person` ({@link ../users/user.ts | `handOver`}) on to
 * the right ones, in the name of `by`: about `limit` expenses, the oldest first. Returns how many it moved.
 */
export async function handOver(person: User, by: string, limit: number, deps: HandOverDeps): Promise<number> {
  let count = 0;
  for (const approver of person.handOver?.from ?? []) {
    let after: string | undefined;
    do {
      // The system owns and decides nothing, so no expense of the queue is left out.
      const page = await deps.expenses.waiting([`USER#${approver}`], systemActor, pageSize, after);
      const found = page.entries.filter(({ ownerId }) => approver === person.id || ownerId === person.id);
      const results = await Promise.all(found.map(({ id }) => moveIfRequired(id, by, deps)));
      count += results.filter(Boolean).length;
      after = page.next;
    } while (after !== undefined && count < limit);
  }
  return count;
}

/**
 * {@link handOver} within a request that changed a person. A failure is only logged: the person's item records that
 * expenses are left to hand over, and the reconciler reads it.
 */
export function createRequestHandOver(
  deps: HandOverDeps & { readonly log: Log },
): (person: User, by: string) => Promise<void> {
  return async (person, by) => {
    try {
      await handOver(person, by, requestLimit, deps);
    } catch (error) {
      deps.log.warn('what waits was not handed over; the reconciler will', {
        userId: person.id,
        error: error as Error,
      });
    }
  };
}

/**
 * Moves the waiting step of an expense when it waits for somebody who should not be asked. Returns whether it did; false
 * too when others are always faster, because the reconciler checks it again.
 */
export function moveIfRequired(id: string, by: string, deps: HandOverDeps): Promise<boolean> {
  return retryOptimistically(
    async () => {
      const expense = await deps.expenses.load(id);
      const why = expense && (await requiredMove(expense, deps.users));
      if (!expense || !why) return false;
      const changed = moved(expense, { event: 'approval-moved', by, ...why }, deps.now());
      if (!(await deps.expenses.save(changed))) return undefined;
      const waiting = waitingStep(changed);
      const move = waiting?.step.moved;
      if (waiting && move) {
        await deps.notifyWorkflow(changed, 'move', () => deps.executions.move(waiting.taskToken, move));
      }
      return true;
    },
    { onExhausted: () => false },
  );
}
