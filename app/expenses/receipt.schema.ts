import { type Static, Type } from 'typebox';
import { refusalReasons } from '../contract/metric-names.ts';
import { Id, Moment } from '../schema/basics.ts';

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

/** A receipt inside its expense. */
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

/** A receipt as stored: with the version of its object that was checked, which no later upload replaces. */
export const StoredReceipt = Type.Object({ ...Receipt.properties, versionId: Type.Optional(Type.String()) });
export type StoredReceipt = Static<typeof StoredReceipt>;
