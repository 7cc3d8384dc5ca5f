import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { table } from '../../app/contract/table.ts';
import { DataKey } from '../constructs/data-key.ts';
import { ExpenseTable } from '../constructs/expense-table.ts';
import { ReceiptBucket } from '../constructs/receipt-bucket.ts';
import { ReceiptQueue } from '../constructs/receipt-queue.ts';
import { partition, RECEIPT_PREFIX } from '../naming.ts';
import type { Settings } from '../settings.ts';
import { ExpenseStack } from './expense-stack.ts';

/** Seconds that the receipt processor may take for one batch; the queue hides messages for six times as long. */
export const RECEIPT_PROCESSOR_TIMEOUT = 30;

/** The stored data: the table, the receipts, and the queue of new receipts. */
export class DataStack extends ExpenseStack {
  readonly table: ExpenseTable;
  readonly receipts: ReceiptBucket;
  readonly receiptQueue: ReceiptQueue;
  readonly key: DataKey;

  constructor(scope: Construct, settings: Settings) {
    super(scope, 'data', settings);
    const account = new DataAwsCallerIdentity(this, 'caller').accountId;

    // Bucket names are shared by all AWS accounts; the account's number makes ours unique.
    const bucketName = `${this.nameOf('receipts')}-${account}`;

    this.key = new DataKey(this, 'key', {
      settings,
      name: this.nameOf('data'),
      account,
      // Written out, because the bucket is created with the key.
      eventSourceArn: `arn:${partition(settings.region)}:s3:::${bucketName}`,
    });
    this.table = new ExpenseTable(this, 'expenses', {
      name: this.nameOf('expenses'),
      shape: table,
      protectData: settings.protectData,
      key: this.key,
    });
    this.receipts = new ReceiptBucket(this, 'receipts', {
      name: bucketName,
      corsOrigins: settings.corsOrigins,
      protectData: settings.protectData,
      key: this.key,
    });
    this.receiptQueue = new ReceiptQueue(this, 'receipt-queue', {
      name: this.nameOf('receipts'),
      consumerTimeout: RECEIPT_PROCESSOR_TIMEOUT,
      sender: { bucketArn: this.receipts.arn, account },
      key: this.key,
    });
    this.receipts.notify(this.receiptQueue, RECEIPT_PREFIX);

    new TerraformOutput(this, 'table_name', { value: this.table.name });
    new TerraformOutput(this, 'bucket_name', { value: this.receipts.name });
  }
}
