import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { AppDeps } from './app.ts';
import { createExecutions } from './approvals/executions.ts';
import type { ReconcileDeps } from './approvals/reconcile.ts';
import type { ClaimsOf } from './auth/plugin.ts';
import type { Config } from './config/config.ts';
import { createDynamoDb, openTable } from './config/dynamodb.ts';
import { createExpenseStore, type ExpenseStore } from './expenses/expenses.store.ts';
import type { Log, Metrics } from './observability/observability.ts';
import type { Traces } from './observability/traces.ts';
import { createFingerprints } from './receipts/fingerprints.ts';
import type { ProcessReceiptDeps } from './receipts/process-receipt.ts';
import { createReceiptFiles, createUploadedFiles } from './receipts/receipt-files.ts';
import { createDirectory } from './users/directory.ts';
import { createUserStore } from './users/users.store.ts';

const now = () => new Date();

/**
 * The API's dependencies on AWS. The clients take region, endpoint and credentials from the SDK's standard
 * variables and from nowhere else.
 */
export function createAwsDeps(
  config: Config['http'],
  around: { claimsOf: ClaimsOf; log: Log; metrics: Metrics; traces: Traces },
): AppDeps {
  const { traces } = around;
  const table = openTable(traces.watch(createDynamoDb()), config.table);
  return {
    ...around,
    expenses: createExpenseStore(table),
    users: createUserStore(table),
    files: createReceiptFiles(traces.watch(new S3Client({})), config.receipts.bucket),
    executions: createExecutions(
      traces.watch(new SFNClient({})),
      config.approvals.stateMachineArn,
      traces.header,
    ),
    directory: createDirectory(config.identity.userPoolId),
    now,
    newId: randomUUID,
  };
}

/** What the receipt processor needs of AWS. */
export function createReceiptProcessorDeps(
  config: Config['receipt-processor'],
  traces: Traces,
): ProcessReceiptDeps {
  const table = openTable(traces.watch(createDynamoDb()), config.table);
  return {
    expenses: createExpenseStore(table),
    fingerprints: createFingerprints(table),
    files: createUploadedFiles(traces.watch(new S3Client({})), config.receipts.bucket),
    now,
  };
}

/** What the reconciler needs of AWS. */
export function createReconcilerDeps(
  config: Config['reconciler'],
  log: Log,
  traces: Traces,
): ReconcileDeps & { readonly expenses: Pick<ExpenseStore, 'countUnderWay'> } {
  return {
    expenses: createExpenseStore(openTable(traces.watch(createDynamoDb()), config.table)),
    executions: createExecutions(
      traces.watch(new SFNClient({})),
      config.approvals.stateMachineArn,
      traces.header,
    ),
    now,
    log,
  };
}
