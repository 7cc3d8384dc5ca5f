import { type Static, Type } from 'typebox';
import { Receipt, ReceiptType } from '../expenses/receipt.schema.ts';
import { Moment, strictObject } from '../schema/basics.ts';
import { line } from '../schema/text-schemas.ts';

/** Limits of receipts. */
export const receiptLimits = {
  /** Bytes. */
  maxSize: 10 * 1024 * 1024,
  perExpense: 10,
  /** Seconds for which an upload form or a download link works. */
  linkLifetime: 900,
} as const;

export const NewReceipt = strictObject(
  {
    contentType: ReceiptType,
    fileName: Type.Optional(line({ max: 200 })),
  },
  { title: 'NewReceipt' },
);
export type NewReceipt = Static<typeof NewReceipt>;

/** A form to be posted as multipart/form-data straight to S3: all `fields` first, the file last as `file`. */
export const UploadForm = Type.Object(
  {
    url: Type.String(),
    fields: Type.Record(Type.String(), Type.String()),
    maxSize: Type.Integer({ description: 'bytes' }),
    expiresAt: Moment,
  },
  { title: 'UploadForm' },
);
export type UploadForm = Static<typeof UploadForm>;

export const ReceiptUpload = Type.Object(
  { receipt: Receipt, upload: Type.Optional(UploadForm) },
  {
    title: 'ReceiptUpload',
    description: 'Without `upload` where a repeated request finds that no file is waited for any more',
  },
);
export type ReceiptUpload = Static<typeof ReceiptUpload>;

export const ReceiptDownload = Type.Object(
  {
    receipt: Receipt,
    download: Type.Optional(
      Type.Object(
        { url: Type.String(), expiresAt: Moment },
        { description: 'Where the file is; absent until it was accepted' },
      ),
    ),
  },
  { title: 'ReceiptDownload' },
);
export type ReceiptDownload = Static<typeof ReceiptDownload>;

export const ReceiptParams = Type.Object({
  id: Type.String({ description: 'Of the expense' }),
  receiptId: Type.String({ description: 'Of the receipt' }),
});
