import { createNotifyWorkflow } from '../approvals/notify-workflow.ts';
import type { ReconcileDeps } from '../approvals/reconcile.ts';
import type { Config } from '../config/config.ts';
import { createExpenseStore, type ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import type { Traces } from '../observability/traces.ts';
import { createUserStore } from '../users/users.store.ts';
import { createTracedExecutions } from './executions.ts';
import { openTracedTable } from './table.ts';

/** The reconciler's dependencies on AWS. */
export function createReconcilerDeps(
  config: Config['reconciler'],
  log: Log,
  traces: Traces,
): ReconcileDeps & { readonly expenses: ExpenseStore } {
  const table = openTracedTable(config.table, traces);
  return {
    expenses: createExpenseStore(table),
    users: createUserStore(table),
    notifyWorkflow: createNotifyWorkflow(log),
    executions: createTracedExecutions(config.approvals.stateMachineArn, traces),
    now: () => new Date(),
    log,
  };
}
