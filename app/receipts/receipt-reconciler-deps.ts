import type { Config } from '../config/config.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import type { Traces } from '../observability/traces.ts';
import type { ProcessReceiptDeps } from './process-receipt.ts';
import type { ReconcileReceiptsDeps } from './reconcile-receipts.ts';

/** What the reconciler needs of AWS for receipts; the client for S3 is loaded when a receipt is overdue. */
export function createReceiptReconcilerDeps(
  config: Config['reconciler'],
  { expenses, log, traces }: { expenses: ExpenseStore; log: Log; traces: Traces },
): ReconcileReceiptsDeps {
  let loaded: Promise<ProcessReceiptDeps> | undefined;
  const load = async () => {
    const { createReceiptProcessorDeps } = await import('./receipt-processor-deps.ts');
    const deps = createReceiptProcessorDeps(config, traces);
    // It looks at receipts that it has just read of: who removes one meanwhile removes its file as well.
    return { ...deps, files: { ...deps.files, discard: async () => {} } };
  };
  return {
    expenses,
    log,
    processing: () => {
      loaded ??= load();
      return loaded;
    },
    now: () => new Date(),
  };
}
