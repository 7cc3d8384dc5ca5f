import { exampleIds, exampleMoment } from '../schema/example-ids.ts';
import { receiptLimits } from './receipts.schema.ts';

const receipt = {
  id: exampleIds.receipt,
  fileName: 'bill.pdf',
  contentType: 'application/pdf',
  status: 'accepted',
  size: 48_213,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  createdAt: exampleMoment,
  processedAt: '2026-11-02T18:25:11.508Z',
};
const { size, sha256, processedAt, ...pending } = { ...receipt, status: 'pending' };
const bucket = 'https://expense-tracker-receipts.s3.us-east-1.amazonaws.com/';
const key = `receipts/${exampleIds.expense}/${exampleIds.receipt}`;
const expiresAt = '2026-11-02T18:39:05.123Z';

/** Examples for docs/openapi.json, by the title of their schema. */
export const examples = {
  NewReceipt: { contentType: receipt.contentType, fileName: receipt.fileName },
  ReceiptUpload: {
    receipt: pending,
    upload: {
      url: bucket,
      fields: { key, 'Content-Type': receipt.contentType, Policy: '…' },
      maxSize: receiptLimits.maxSize,
      expiresAt,
    },
  },
  ReceiptDownload: { receipt, download: { url: `${bucket}${key}?X-Amz-Signature=…`, expiresAt } },
};
