import { systemActor } from '../contract/system-actor.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import { nextVersion } from '../users/user.ts';
import type { UserStore } from '../users/users.store.ts';
import {
  backToDraft,
  checkTime,
  openDecision,
  outcomeOf,
  settled,
  settleTime,
  workflowInput,
} from './approval.ts';
import type { Executions } from './executions.ts';
import { handOver, moveIfRequired } from './hand-over.ts';
import { waitingStep } from './move.ts';
import type { NotifyWorkflow } from './notify-workflow.ts';

/** What the reconciler needs. */
export interface ReconcileDeps {
  readonly expenses: Pick<ExpenseStore, 'load' | 'save' | 'waiting' | 'dueForCheck' | 'checkAgain'>;
  readonly users: Pick<UserStore, 'load' | 'save' | 'dueForHandOver'>;
  readonly executions: Omit<Executions, 'stop'>;
  readonly notifyWorkflow: NotifyWorkflow;
  readonly now: () => Date;
  readonly log: Log;
}

/** What was done about one expense. */
export type Repair =
  | 'none'
  | 'healthy'
  | 'started'
  | 'decision-sent'
  | 'move-sent'
  | 'moved'
  | 'settled'
  | 'returned'
  | 'failed';

/** Expenses checked in one run; DescribeExecution is limited to 15 calls a second. */
const maxChecks = 200;
/** People checked in one run, and expenses that are moved after a change of one of them. */
const maxPeople = 50;
const maxMoves = 1000;
/** Milliseconds until a healthy workflow is checked again. */
const healthyPeriod = 60 * 60 * 1000;

/**
 * Repairs expenses whose workflow differs because a call between the two was lost: starts a workflow that was never
 * started, repeats a decision or a move, and settles an expense whose workflow has ended. Also moves expenses that wait
 * for people who may not decide them. Returns the number of each repair. An expense that cannot be repaired is logged,
 * and does not stop the others.
 */
export async function reconcile(deps: ReconcileDeps): Promise<Partial<Record<Repair, number>>> {
  const counts: Partial<Record<Repair, number>> = {};
  for (const id of await deps.expenses.dueForCheck('workflow', deps.now().toISOString(), maxChecks)) {
    const repair = await reconcileOne(id, deps).catch((error: Error): Repair => {
      deps.log.error('an approval could not be reconciled', { expenseId: id, error });
      return 'failed';
    });
    counts[repair] = (counts[repair] ?? 0) + 1;
    if (repair !== 'none' && repair !== 'healthy')
      deps.log.warn('approval reconciled', { expenseId: id, repair });
  }
  const movedCount = await handOverDue(deps);
  if (movedCount > 0) counts.moved = (counts.moved ?? 0) + movedCount;
  return counts;
}

/** Hands over for people who changed; once nothing has been left to move for the settle time, a person is done. */
async function handOverDue(deps: ReconcileDeps): Promise<number> {
  const { users, now, log } = deps;
  let count = 0;
  for (const id of await users.dueForHandOver(now().toISOString(), maxPeople)) {
    try {
      const person = await users.load(id);
      if (!person?.handOver) continue;
      const movedCount = await handOver(person, systemActor, maxMoves, deps);
      if (movedCount > 0) log.warn('approvals moved on', { userId: id, count: movedCount });
      count += movedCount;
      if (movedCount === 0 && person.handOver.at <= new Date(now().getTime() - settleTime).toISOString()) {
        const { handOver: done, ...rest } = person;
        await users.save(nextVersion(person, rest, now().toISOString()));
      }
    } catch (error) {
      log.error('approvals could not be moved on', { userId: id, error: error as Error });
    }
  }
  return count;
}

async function reconcileOne(id: string, deps: ReconcileDeps): Promise<Repair> {
  const { expenses, executions, now } = deps;
  const expense = await expenses.load(id);
  if (expense?.status !== 'submitted' || !expense.approval) return 'none';
  const status = await executions.status(id, expense.approval.round);
  if (status === 'ended') return endExpense(expense, deps);
  if (status === 'missing') {
    await executions.start(workflowInput(expense));
    await expenses.checkAgain(id, checkTime(now()));
    return 'started';
  }
  const decision = openDecision(expense);
  if (decision && expense.taskToken) {
    const taken = await executions.decide(expense.taskToken, decision);
    await expenses.checkAgain(id, checkTime(now()));
    return taken ? 'decision-sent' : 'none';
  }
  const waiting = waitingStep(expense);
  const move = waiting?.step.moved;
  if (waiting && move) {
    const taken = await executions.move(waiting.taskToken, move);
    await expenses.checkAgain(id, checkTime(now()));
    return taken ? 'move-sent' : 'none';
  }
  if (await moveIfRequired(id, systemActor, deps)) return 'moved';
  await expenses.checkAgain(id, new Date(now().getTime() + healthyPeriod).toISOString());
  return 'healthy';
}

/** Ends an expense whose workflow has ended: with the outcome of its decisions, or as a draft to be submitted again. */
async function endExpense(expense: Expense, { expenses, now }: ReconcileDeps): Promise<Repair> {
  const outcome = outcomeOf(expense.approval);
  const repaired = outcome
    ? settled(expense, outcome, now())
    : backToDraft(expense, { by: systemActor, event: 'approval-failed' }, now());
  if (!(await expenses.save(repaired))) return 'none';
  return outcome ? 'settled' : 'returned';
}
