import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { table } from '../../app/config/table.ts';
import { ExpenseTable } from '../constructs/expense-table.ts';
import { ReceiptBucket } from '../constructs/receipt-bucket.ts';
import { ReceiptQueue } from '../constructs/receipt-queue.ts';
import { RECEIPT_PREFIX } from '../naming.ts';
import type { Settings } from '../settings.ts';
import { ExpenseStack } from './expense-stack.ts';

/** Seconds that the receipt processor may take for one batch; the queue hides messages for six times as long. */
export const RECEIPT_PROCESSOR_TIMEOUT = 30;

/** What is kept: the table, the receipts, and the queue that tells of new receipts. */
export class DataStack extends ExpenseStack {
  readonly table: ExpenseTable;
  readonly receipts: ReceiptBucket;
  readonly receiptQueue: ReceiptQueue;

  constructor(scope: Construct, settings: Settings) {
    super(scope, 'data', settings);
    const account = new DataAwsCallerIdentity(this, 'caller').accountId;

    this.table = new ExpenseTable(this, 'expenses', {
      name: this.nameOf('expenses'),
      shape: table,
      protectData: settings.protectData,
    });
    this.receipts = new ReceiptBucket(this, 'receipts', {
      // Bucket names are shared by all AWS accounts; the account's number makes ours unique.
      name: `${this.nameOf('receipts')}-${account}`,
      corsOrigins: settings.corsOrigins,
      protectData: settings.protectData,
    });
    this.receiptQueue = new ReceiptQueue(this, 'receipt-queue', {
      name: this.nameOf('receipts'),
      consumerTimeout: RECEIPT_PROCESSOR_TIMEOUT,
      sender: { bucketArn: this.receipts.arn, account },
    });
    this.receipts.notify(this.receiptQueue, RECEIPT_PREFIX);

    new TerraformOutput(this, 'table_name', { value: this.table.name });
    new TerraformOutput(this, 'bucket_name', { value: this.receipts.name });
  }
}
