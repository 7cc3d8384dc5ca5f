import type { Config } from '../config/config.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import type { Traces } from '../observability/traces.ts';
import type { ReconcileReceiptsDeps } from '../receipts/reconcile-receipts.ts';
import { atFirstUse } from './at-first-use.ts';

/** The reconciler's dependencies on AWS for receipts; the client for S3 is loaded when a receipt is overdue. */
export function createReceiptReconcilerDeps(
  config: Config['reconciler'],
  { expenses, log, traces }: { expenses: ExpenseStore; log: Log; traces: Traces },
): ReconcileReceiptsDeps {
  return {
    expenses,
    log,
    processing: atFirstUse(async () => {
      const { createReceiptProcessorDeps } = await import('./receipt-processor.ts');
      const deps = createReceiptProcessorDeps(config, traces);
      // The reconciler has just read the receipts; a request that removes one meanwhile removes its file too.
      return { ...deps, files: { ...deps.files, discard: async () => {} } };
    }),
    now: () => new Date(),
  };
}
