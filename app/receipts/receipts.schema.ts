import { type Static, Type } from 'typebox';
import { refusalReasons } from '../contract/metric-names.ts';
import { Id, Moment, strictObject } from '../schema/basics.ts';
import { line } from '../schema/text-schemas.ts';

/** The kinds of file a receipt can be, by media type. */
export const receiptTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'application/pdf',
] as const;
export const ReceiptType = Type.Enum(receiptTypes);
export type ReceiptType = Static<typeof ReceiptType>;

/** Limits of receipts. */
export const receiptLimits = {
  /** Bytes. */
  maxSize: 10 * 1024 * 1024,
  perExpense: 10,
  /** Seconds for which an upload form or a download link works. */
  linkLifetime: 900,
} as const;

/** A receipt as it is kept inside its expense. */
export const Receipt = Type.Object(
  {
    id: Id,
    fileName: Type.Optional(Type.String()),
    contentType: ReceiptType,
    status: Type.Enum(['pending', 'accepted', 'refused'], {
      description: 'pending until the uploaded file has been looked at',
    }),
    reason: Type.Optional(
      Type.Enum([...refusalReasons, 'not-uploaded', 'replaced-after-acceptance'], {
        description: '`not-uploaded`: no file came while the form was valid',
      }),
    ),
    duplicateOf: Type.Optional(Type.Object({ expenseId: Id, receiptId: Id })),
    size: Type.Optional(Type.Integer({ description: 'bytes' })),
    sha256: Type.Optional(Type.String()),
    createdAt: Moment,
    processedAt: Type.Optional(Moment),
  },
  { title: 'Receipt' },
);
export type Receipt = Static<typeof Receipt>;

/** A receipt as it is kept: with the version of its object that was looked at, which no later upload takes the place of. */
export const KeptReceipt = Type.Object({ ...Receipt.properties, versionId: Type.Optional(Type.String()) });
export type KeptReceipt = Static<typeof KeptReceipt>;

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
