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
  around: { claimsOf: ClaimsOf; log: Log; metrics: Metrics },
): AppDeps {
  const table = openTable(createDynamoDb(), config.table);
  return {
    ...around,
    expenses: createExpenseStore(table),
    users: createUserStore(table),
    files: createReceiptFiles(new S3Client({}), config.receipts.bucket),
    executions: createExecutions(new SFNClient({}), config.approvals.stateMachineArn),
    directory: createDirectory(config.identity.userPoolId),
    now,
    newId: randomUUID,
  };
}

/** What the receipt processor needs of AWS. */
export function createReceiptProcessorDeps(config: Config['receipt-processor']): ProcessReceiptDeps {
  const table = openTable(createDynamoDb(), config.table);
  return {
    expenses: createExpenseStore(table),
    fingerprints: createFingerprints(table),
    files: createUploadedFiles(new S3Client({}), config.receipts.bucket),
    now,
  };
}

/** What the reconciler needs of AWS. */
export function createReconcilerDeps(
  config: Config['reconciler'],
  log: Log,
): ReconcileDeps & { readonly expenses: Pick<ExpenseStore, 'countUnderWay'> } {
  return {
    expenses: createExpenseStore(openTable(createDynamoDb(), config.table)),
    executions: createExecutions(new SFNClient({}), config.approvals.stateMachineArn),
    now,
    log,
  };
}
