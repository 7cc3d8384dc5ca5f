import { randomUUID } from 'node:crypto';
import type { AppDeps } from '../app.ts';
import type { ClaimsOf } from '../auth/plugin.ts';
import type { Config } from '../config/config.ts';
import { createExpenseStore } from '../expenses/expenses.store.ts';
import type { RouteKeyOf } from '../http/chosen-route.ts';
import type { Log, Metrics } from '../observability/observability.ts';
import type { Traces } from '../observability/traces.ts';
import type { ReceiptFiles } from '../receipts/receipt-files.ts';
import { createDirectory } from '../users/directory.ts';
import { createUserStore } from '../users/users.store.ts';
import { atFirstUse } from './at-first-use.ts';
import { createTracedExecutions } from './executions.ts';
import { openTracedTable } from './table.ts';

/**
 * The API's dependencies on AWS. The clients take region, endpoint and credentials from the SDK's standard
 * variables and from nowhere else.
 */
export function createApiDeps(
  config: Config['http'],
  context: { claimsOf: ClaimsOf; routeKeyOf: RouteKeyOf; log: Log; metrics: Metrics; traces: Traces },
): AppDeps {
  const { traces } = context;
  const table = openTracedTable(config.table, traces);
  return {
    ...context,
    expenses: createExpenseStore(table),
    users: createUserStore(table),
    files: receiptFilesAtFirstUse(traces, config.receipts),
    executions: createTracedExecutions(config.approvals.stateMachineArn, traces),
    directory: createDirectory(config.identity.userPoolId),
    now: () => new Date(),
    newId: randomUUID,
  };
}

/**
 * The clients for S3 and SQS and the signers are heavy, and most requests need none, so they are loaded at first use.
 */
function receiptFilesAtFirstUse(
  traces: Pick<Traces, 'watch'>,
  { bucket, queueUrl }: Config['http']['receipts'],
): ReceiptFiles {
  const files = atFirstUse(async () => {
    const { createReceiptFiles, createS3 } = await import('../receipts/receipt-bucket.ts');
    return createReceiptFiles(traces.watch(createS3()), bucket);
  });
  const checkLater = atFirstUse(async () => {
    const { createCheckLater, createQueueClient } = await import('../receipts/check-queue.ts');
    return createCheckLater(traces.watch(createQueueClient()), queueUrl);
  });
  return {
    uploadForm: async (owner, contentType) => (await files()).uploadForm(owner, contentType),
    downloadUrl: async (owner, receipt) => (await files()).downloadUrl(owner, receipt),
    remove: async (owner, versionId) => (await files()).remove(owner, versionId),
    checkLater: async (owners) => (await checkLater())(owners),
  };
}
