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
import { handOver, moveIfMisplaced } from './hand-over.ts';
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

/** Expenses looked at in one run: DescribeExecution is limited to 15 calls a second. */
const maxChecks = 200;
/** People looked at in one run, and expenses that are moved on after a change of one of them. */
const maxPeople = 50;
const maxMoves = 1000;
/** How long a healthy workflow is left alone: milliseconds. */
const healthyPeriod = 60 * 60 * 1000;

/**
 * Brings expenses and their workflows together again where a call between the two got lost: starts what was never
 * started, repeats a decision or a move, and settles an expense whose workflow has ended without it. And moves on what
 * waits with people who may not decide it (any more). Returns how often each was done; one expense that cannot be mended
 * does not keep the others from it.
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
  const movedOn = await handOverDue(deps);
  if (movedOn > 0) counts.moved = (counts.moved ?? 0) + movedOn;
  return counts;
}

/** Moves on what changes of people have left behind; after a while nothing can be left, and the people are let go of. */
async function handOverDue(deps: ReconcileDeps): Promise<number> {
  const { users, now, log } = deps;
  let count = 0;
  for (const id of await users.dueForHandOver(now().toISOString(), maxPeople)) {
    try {
      const person = await users.load(id);
      if (!person?.handOver) continue;
      const movedOn = await handOver(person, systemActor, maxMoves, deps);
      if (movedOn > 0) log.warn('approvals moved on', { userId: id, count: movedOn });
      count += movedOn;
      if (movedOn === 0 && person.handOver.at <= new Date(now().getTime() - settleTime).toISOString()) {
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
  if (status === 'ended') return endOf(expense, deps);
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
  if (await moveIfMisplaced(id, systemActor, deps)) return 'moved';
  await expenses.checkAgain(id, new Date(now().getTime() + healthyPeriod).toISOString());
  return 'healthy';
}

/** The workflow is over and the expense does not know: what was decided stands, otherwise the owner starts anew. */
async function endOf(expense: Expense, { expenses, now }: ReconcileDeps): Promise<Repair> {
  const outcome = outcomeOf(expense.approval);
  const mended = outcome
    ? settled(expense, outcome, now())
    : backToDraft(expense, { by: systemActor, event: 'approval-failed' }, now());
  if (!(await expenses.save(mended))) return 'none';
  return outcome ? 'settled' : 'returned';
}
