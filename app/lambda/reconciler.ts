import { reconcile } from '../approvals/reconcile.ts';
import { createReconcilerDeps } from '../approvals/reconciler-deps.ts';
import { loadConfig } from '../config/config.ts';
import { createObservability } from '../observability/powertools.ts';
import { createReceiptReconcilerDeps } from '../receipts/receipt-reconciler-deps.ts';
import { reconcileReceipts } from '../receipts/reconcile-receipts.ts';

const config = loadConfig('reconciler', process.env);
const { log, metrics, traces, begin, flush } = createObservability(
  config.stage,
  process.env.AWS_XRAY_DAEMON_ADDRESS,
);
const deps = createReconcilerDeps(config, log, traces);
const receiptDeps = createReceiptReconcilerDeps(config, { expenses: deps.expenses, log, traces });

/** Run by a schedule: mends approvals whose workflow and item disagree, and receipts that nobody has looked at. */
export const handler = async (_event: unknown, context: { awsRequestId: string }) => {
  begin(context.awsRequestId, process.env._X_AMZN_TRACE_ID);
  try {
    const counts = await reconcile(deps);
    const { none, healthy, ...repairs } = counts;
    const mended = Object.values(repairs).reduce((sum, count) => sum + count, 0);
    metrics.measure('ApprovalsWaiting', await deps.expenses.countUnderWay(), 'Count');
    if (mended > 0) metrics.count('ApprovalReconciled', mended);
    const receipts = await reconcileReceipts(receiptDeps);
    log.info('reconciled', { ...counts, receipts });
    return { ...counts, receipts };
  } finally {
    flush();
  }
};
