import { reconcile } from '../approvals/reconcile.ts';
import { loadConfig } from '../config/config.ts';
import { createReconcilerDeps } from '../deps.ts';
import { createObservability } from '../observability/powertools.ts';

const config = loadConfig('reconciler', process.env);
const { log, metrics, begin, flush } = createObservability(config.stage);
const deps = createReconcilerDeps(config, log);

/** Run by a schedule: mends approvals whose workflow and item disagree. */
export const handler = async (_event: unknown, context: { awsRequestId: string }) => {
  begin(context.awsRequestId);
  try {
    const counts = await reconcile(deps);
    const { none, healthy, ...repairs } = counts;
    const mended = Object.values(repairs).reduce((sum, count) => sum + count, 0);
    metrics.measure('ApprovalsWaiting', await deps.expenses.countUnderWay(), 'Count');
    if (mended > 0) metrics.count('ApprovalReconciled', mended);
    log.info('reconciled', { ...counts });
    return counts;
  } finally {
    flush();
  }
};
