import { randomUUID } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Config } from '../config/config.ts';
import { createDynamoDb, openTable } from '../config/dynamodb.ts';
import { createExpenseStore, type ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import type { Traces } from '../observability/traces.ts';
import { createExecutions } from './executions.ts';
import type { ReconcileDeps } from './reconcile.ts';

/** What the reconciler needs of AWS. */
export function createReconcilerDeps(
  config: Config['reconciler'],
  log: Log,
  traces: Traces,
): ReconcileDeps & { readonly expenses: ExpenseStore } {
  return {
    expenses: createExpenseStore(openTable(traces.watch(createDynamoDb()), config.table, randomUUID)),
    executions: createExecutions(
      traces.watch(new SFNClient({})),
      config.approvals.stateMachineArn,
      traces.header,
    ),
    now: () => new Date(),
    log,
  };
}
