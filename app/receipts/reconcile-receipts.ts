import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import { type ProcessReceiptDeps, processReceipt } from './process-receipt.ts';
import { isOverdue } from './receipt.ts';
import { objectKey } from './receipt-files.ts';

/** What reconciling receipts needs. */
export interface ReconcileReceiptsDeps {
  readonly expenses: Pick<ExpenseStore, 'load' | 'dueForCheck' | 'checkAgain'>;
  /** Created for the first overdue receipt, which is rare. */
  readonly processing: () => Promise<ProcessReceiptDeps>;
  readonly now: () => Date;
  readonly log: Log;
}

/** Expenses checked in one run: each can have ten files of ten megabytes. */
const maxChecks = 40;
/** Milliseconds until a receipt that could not be checked is tried again. */
const retryPeriod = 60 * 60 * 1000;

/**
 * Checks the receipts that are still pending after their upload form expired: S3's notification was lost, or no file was
 * uploaded. Returns how many it checked. A receipt that cannot be checked is logged, and does not stop the others.
 */
export async function reconcileReceipts(deps: ReconcileReceiptsDeps): Promise<number> {
  let ended = 0;
  for (const id of await deps.expenses.dueForCheck('receipts', deps.now().toISOString(), maxChecks)) {
    try {
      ended += await endOverdue(id, deps);
    } catch (error) {
      deps.log.error('a receipt could not be looked at', { expenseId: id, error: error as Error });
      await deps.expenses.checkAgain(id, new Date(deps.now().getTime() + retryPeriod).toISOString());
    }
  }
  return ended;
}

async function endOverdue(expenseId: string, deps: ReconcileReceiptsDeps): Promise<number> {
  const expense = await deps.expenses.load(expenseId);
  const overdue = Object.values(expense?.receipts ?? {}).filter((receipt) => isOverdue(receipt, deps.now()));
  for (const { id: receiptId } of overdue) {
    const key = objectKey({ expenseId, receiptId });
    const { status, reason } = await processReceipt({ key }, await deps.processing(), { last: true });
    deps.log.warn('an overdue receipt was looked at', { expenseId, key, outcome: status, reason });
  }
  return overdue.length;
}
