import { randomUUID } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createExecutions } from '../approvals/executions.ts';
import { createNotifyWorkflow } from '../approvals/notify-workflow.ts';
import type { ReconcileDeps } from '../approvals/reconcile.ts';
import type { Config } from '../config/config.ts';
import { createExpenseStore, type ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import type { Traces } from '../observability/traces.ts';
import { createDynamoDb } from '../persistence/dynamodb.ts';
import { openTable } from '../persistence/table.ts';
import { createUserStore } from '../users/users.store.ts';

/** The reconciler's dependencies on AWS. */
export function createReconcilerDeps(
  config: Config['reconciler'],
  log: Log,
  traces: Traces,
): ReconcileDeps & { readonly expenses: ExpenseStore } {
  const table = openTable(traces.watch(createDynamoDb()), config.table, randomUUID);
  return {
    expenses: createExpenseStore(table),
    users: createUserStore(table),
    notifyWorkflow: createNotifyWorkflow(log),
    executions: createExecutions(
      traces.watch(new SFNClient({})),
      config.approvals.stateMachineArn,
      traces.header,
    ),
    now: () => new Date(),
    log,
  };
}
