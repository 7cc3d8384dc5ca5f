import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../config/config.ts';
import { createExpenseStore } from '../expenses/expenses.store.ts';
import type { Traces } from '../observability/traces.ts';
import { createDynamoDb } from '../persistence/dynamodb.ts';
import { openTable } from '../persistence/table.ts';
import { createFingerprints } from '../receipts/fingerprints.ts';
import type { ProcessReceiptDeps } from '../receipts/process-receipt.ts';
import { createUploadedFiles } from '../receipts/uploaded-files.ts';

/** The receipt processor's dependencies on AWS. */
export function createReceiptProcessorDeps(
  config: Config['receipt-processor'],
  traces: Traces,
): ProcessReceiptDeps {
  const table = openTable(traces.watch(createDynamoDb()), config.table, randomUUID);
  return {
    expenses: createExpenseStore(table),
    fingerprints: createFingerprints(table),
    files: createUploadedFiles(traces.watch(new S3Client({})), config.receipts.bucket),
    now: () => new Date(),
  };
}
