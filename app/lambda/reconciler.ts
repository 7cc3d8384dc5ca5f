import { reconcile } from '../approvals/reconcile.ts';
import { createLambdaFunction } from '../observability/lambda-function.ts';
import { reconcileReceipts } from '../receipts/reconcile-receipts.ts';
import { createReceiptReconcilerDeps } from '../wiring/receipt-reconciler.ts';
import { createReconcilerDeps } from '../wiring/reconciler.ts';

const { config, log, metrics, traces, handler: handlerOf } = createLambdaFunction('reconciler', process.env);
const deps = createReconcilerDeps(config, log, traces);
const receiptDeps = createReceiptReconcilerDeps(config, { expenses: deps.expenses, log, traces });

/** Run by a schedule: repairs approvals whose workflow and item disagree, and receipts whose file was never checked. */
export const handler = handlerOf(async () => {
  const counts = await reconcile(deps);
  const { none, healthy, ...repairs } = counts;
  const repaired = Object.values(repairs).reduce((sum, count) => sum + count, 0);
  metrics.measure('ApprovalsWaiting', await deps.expenses.countUnderWay(), 'Count');
  if (repaired > 0) metrics.count('ApprovalReconciled', repaired);
  const receipts = await reconcileReceipts(receiptDeps);
  log.info('reconciled', { ...counts, receipts });
  return { ...counts, receipts };
});
