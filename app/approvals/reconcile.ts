import type { Expense } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import { backToDraft, checkTime, openDecision, outcomeOf, settled } from './approval.ts';
import { workflowInput } from './approvals.service.ts';
import type { Executions } from './executions.ts';

/** What the reconciler needs. */
export interface ReconcileDeps {
  readonly expenses: Pick<ExpenseStore, 'load' | 'save' | 'dueForCheck' | 'checkAgain'>;
  readonly executions: Omit<Executions, 'stop'>;
  readonly now: () => Date;
  readonly log: Log;
}

/** What was done about one expense. */
export type Repair = 'none' | 'healthy' | 'started' | 'decision-sent' | 'settled' | 'returned' | 'failed';

/** Expenses looked at in one run: DescribeExecution is limited to 15 calls a second. */
const maxChecks = 200;
/** How long a healthy workflow is left alone: milliseconds. */
const healthyPeriod = 60 * 60 * 1000;

/**
 * Brings expenses and their workflows together again where a call between the two got lost: starts what was never
 * started, repeats a decision, and settles an expense whose workflow has ended without it. Returns how often each
 * was done; one expense that cannot be mended does not keep the others from it.
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
  return counts;
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
  await expenses.checkAgain(id, new Date(now().getTime() + healthyPeriod).toISOString());
  return 'healthy';
}

/** The workflow is over and the expense does not know: what was decided stands, otherwise the owner starts anew. */
async function endOf(expense: Expense, { expenses, now }: ReconcileDeps): Promise<Repair> {
  const outcome = outcomeOf(expense.approval);
  const mended = outcome
    ? settled(expense, outcome, now())
    : backToDraft(expense, { by: 'system', event: 'approval-failed' }, now());
  if (!(await expenses.save(mended))) return 'none';
  return outcome ? 'settled' : 'returned';
}
