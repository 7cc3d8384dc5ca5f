import { randomBytes } from 'node:crypto';
import type { Receipt } from '../../../app/expenses/receipt.schema.ts';
import { until } from '../../../localstack/testing/until.ts';
import { as, type Caller, expectStatus } from './api.ts';

export type { Receipt };

/** What announcing a receipt answers. */
export interface Upload {
  readonly receipt: Receipt;
  readonly upload: {
    readonly url: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly maxSize: number;
    readonly expiresAt: string;
  };
}

/** What reading a receipt answers. */
export interface Download {
  readonly receipt: Receipt;
  readonly download?: { readonly url: string; readonly expiresAt: string };
}

const starts: Readonly<Record<Receipt['contentType'], Buffer>> = {
  'image/jpeg': Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  'image/png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  'image/webp': Buffer.from('RIFF\x10\x00\x00\x00WEBP', 'latin1'),
  'image/heic': Buffer.from('\x00\x00\x00\x18ftypheic', 'latin1'),
  'application/pdf': Buffer.from('%PDF-1.7\n'),
};

export const receiptTypes = Object.keys(starts) as Receipt['contentType'][];

/** A file of that kind which nobody handed in before. */
export function aFile(type: Receipt['contentType'] = 'image/png'): Buffer {
  return Buffer.concat([starts[type], randomBytes(64)]);
}

/** Announces a receipt. */
export async function announce(
  owner: Caller,
  expenseId: string,
  contentType: Receipt['contentType'] = 'image/png',
): Promise<Upload> {
  const answer = await as(owner).post<Upload>(`/expenses/${expenseId}/receipts`, { contentType });
  return expectStatus(answer, 201);
}

/** Posts a file to S3 as a browser does: the fields in their order, the file last. */
export function post(
  { upload }: Upload,
  file: Uint8Array,
  changed: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...upload.fields, ...changed })) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(file)]), 'receipt');
  return fetch(upload.url, { method: 'POST', body: form });
}

export async function readReceipt(reader: Caller, expenseId: string, receiptId: string): Promise<Download> {
  return expectStatus(await as(reader).get<Download>(`/expenses/${expenseId}/receipts/${receiptId}`), 200);
}

/** Hands in a file, and waits until it has been looked at. */
export async function handIn(
  owner: Caller,
  expenseId: string,
  contentType: Receipt['contentType'],
  file: Uint8Array,
): Promise<Receipt> {
  const announced = await announce(owner, expenseId, contentType);
  const { status } = await post(announced, file);
  if (status >= 300) throw new Error(`S3 answered ${status} to an upload`);
  return lookedAt(owner, expenseId, announced.receipt.id);
}

/** Waits until a receipt has been looked at. */
export function lookedAt(reader: Caller, expenseId: string, receiptId: string): Promise<Receipt> {
  return until(
    async () => {
      const { receipt } = await readReceipt(reader, expenseId, receiptId);
      return receipt.status !== 'pending' && receipt;
    },
    { within: 15_000, what: 'the receipt to be looked at' },
  );
}
