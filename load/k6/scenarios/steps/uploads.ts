import type { Answer, VirtualUser } from '../scenario.ts';
import { bodyOf } from './answers.ts';
import { type Expense, look } from './expenses.ts';
import { ascii, formOf } from './form.ts';

/** The routes of an upload, for the scenarios that make one. */
export const uploadRoutes = { 'POST /expenses/{id}/receipts': {}, 'POST receipt to S3': {} } as const;

/** From the upload until the receipt is accepted, for the scenarios that wait for that. */
export const receiptFigures = {
  receipt_processing_delay: { embedded: 2000, localstack: 6000, ministack: 4000, stage: 10_000 },
} as const;

type Uploader = VirtualUser<keyof typeof uploadRoutes, never, never>;
type Waiter = VirtualUser<'GET /expenses/{id}', keyof typeof receiptFigures, never>;

interface Upload {
  readonly receipt: { readonly id: string };
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/** A 1 × 1 PNG (RFC 2083), in hexadecimal. */
const smallestPng =
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6364f8cf500f0003' +
  '8601805a347d6b0000000049454e44ae426082';
const png = Uint8Array.from(smallestPng.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

/**
 * Asks for a place to put a receipt, and puts a small PNG there as a browser's form would.
 *
 * @returns the receipt's id; undefined when one of the two failed
 */
export function attachReceipt(user: Uploader, expenseId: string): string | undefined {
  const contentType = 'image/png';
  const offered = user.call('POST /expenses/{id}/receipts', {
    path: `/expenses/${expenseId}/receipts`,
    body: { fileName: 'receipt.png', contentType },
    expect: 201,
    keepBody: true,
  });
  const offer = bodyOf<Upload>(offered);
  if (!offer) return undefined;
  // What follows a PNG's end is ignored by readers and makes the file's SHA-256 its own, so that no duplicate is found.
  const bytes = [png, ascii(`${user.key}-${Date.now()}`)];
  const form = formOf(offer.upload.fields, { name: 'receipt.png', contentType, bytes });
  const { status } = user.send('POST receipt to S3', {
    method: 'POST',
    url: offer.upload.url,
    headers: { 'content-type': form.contentType },
    body: form.body,
    expect: [204, 201],
  });
  return status === 204 || status === 201 ? offer.receipt.id : undefined;
}

/** Looks at the expense until its receipts are accepted, and keeps how long that took; the last answer. */
export function untilAccepted(user: Waiter, expenseId: string): Answer | undefined {
  const ready = user.until('the receipt is accepted', () => {
    const answer = look(user, expenseId);
    const accepted = bodyOf<Expense>(answer)?.receipts.some(({ status }) => status === 'accepted');
    return accepted ? answer : undefined;
  });
  if (ready) user.measure('receipt_processing_delay', ready.waited);
  return ready?.value;
}
