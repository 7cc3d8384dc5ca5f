import { randomUUID } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { AppDeps } from './app.ts';
import { createExecutions } from './approvals/executions.ts';
import type { ClaimsOf } from './auth/plugin.ts';
import type { Config } from './config/config.ts';
import { createExpenseStore } from './expenses/expenses.store.ts';
import type { RouteKeyOf } from './http/chosen-route.ts';
import type { Log, Metrics } from './observability/observability.ts';
import type { Traces } from './observability/traces.ts';
import { createDynamoDb } from './persistence/dynamodb.ts';
import { openTable } from './persistence/table.ts';
import type { ReceiptFiles } from './receipts/receipt-files.ts';
import { createDirectory } from './users/directory.ts';
import { createUserStore } from './users/users.store.ts';

/**
 * The API's dependencies on AWS. The clients take region, endpoint and credentials from the SDK's standard
 * variables and from nowhere else.
 */
export function createAwsDeps(
  config: Config['http'],
  around: { claimsOf: ClaimsOf; routeKeyOf: RouteKeyOf; log: Log; metrics: Metrics; traces: Traces },
): AppDeps {
  const { traces } = around;
  const table = openTable(traces.watch(createDynamoDb()), config.table, randomUUID);
  return {
    ...around,
    expenses: createExpenseStore(table),
    users: createUserStore(table),
    files: receiptFilesAtFirstUse(traces, config.receipts),
    executions: createExecutions(
      traces.watch(new SFNClient({})),
      config.approvals.stateMachineArn,
      traces.header,
    ),
    directory: createDirectory(config.identity.userPoolId),
    now: () => new Date(),
    newId: randomUUID,
  };
}

/** The clients for S3 and SQS and the signers are heavy, and most requests need none, so they are loaded at first use. */
function receiptFilesAtFirstUse(
  traces: Pick<Traces, 'watch'>,
  { bucket, queueUrl }: Config['http']['receipts'],
): ReceiptFiles {
  let loaded: Promise<Omit<ReceiptFiles, 'lookAgain'>> | undefined;
  const load = () => {
    loaded ??= import('./receipts/receipt-bucket.ts').then(({ createReceiptFiles, createS3 }) =>
      createReceiptFiles(traces.watch(createS3()), bucket),
    );
    return loaded;
  };
  let secondLook: Promise<ReceiptFiles['lookAgain']> | undefined;
  const loadSecondLook = () => {
    secondLook ??= import('./receipts/second-look.ts').then(({ createQueueClient, createSecondLook }) =>
      createSecondLook(traces.watch(createQueueClient()), queueUrl),
    );
    return secondLook;
  };
  return {
    uploadForm: async (owner, contentType) => (await load()).uploadForm(owner, contentType),
    downloadUrl: async (owner, receipt) => (await load()).downloadUrl(owner, receipt),
    remove: async (owner, versionId) => (await load()).remove(owner, versionId),
    lookAgain: async (owners) => (await loadSecondLook())(owners),
  };
}
