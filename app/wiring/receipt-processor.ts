import { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../config/config.ts';
import { createExpenseStore } from '../expenses/expenses.store.ts';
import type { Traces } from '../observability/traces.ts';
import { createFingerprints } from '../receipts/fingerprints.ts';
import type { ProcessReceiptDeps } from '../receipts/process-receipt.ts';
import { createUploadedFiles } from '../receipts/uploaded-files.ts';
import { openTracedTable } from './table.ts';

/** The receipt processor's dependencies on AWS. */
export function createReceiptProcessorDeps(
  config: Config['receipt-processor'],
  traces: Traces,
): ProcessReceiptDeps {
  const table = openTracedTable(config.table, traces);
  return {
    expenses: createExpenseStore(table),
    fingerprints: createFingerprints(table),
    files: createUploadedFiles(traces.watch(new S3Client({})), config.receipts.bucket),
    now: () => new Date(),
  };
}
