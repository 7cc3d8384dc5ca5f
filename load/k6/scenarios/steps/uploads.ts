import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Trend } from 'k6/metrics';
import type { LoadUser } from '../../../shared/plan.ts';
import { type Answer, bodyOf, call } from '../../api.ts';
import { countFailure } from '../../failures.ts';
import { iterationNumber } from '../../iteration.ts';
import { until } from '../../wait.ts';
import { type Expense, look } from './expenses.ts';
import { formOf } from './form.ts';
import { receiptPng } from './receipt.ts';

const receiptDelay = new Trend('receipt_processing_delay', true);

interface Upload {
  readonly receipt: { readonly id: string };
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/**
 * Asks for a place to put a receipt, and puts a small PNG there as a browser's form would.
 *
 * @returns the receipt's id; undefined when one of the two failed
 */
export function attachReceipt(expenseId: string, employee: LoadUser): string | undefined {
  const offered = call({
    method: 'POST',
    route: 'POST /expenses/{id}/receipts',
    path: `/expenses/${expenseId}/receipts`,
    as: employee,
    body: { fileName: 'receipt.png', contentType: 'image/png' },
    expect: 201,
    keepBody: true,
  });
  const offer = bodyOf<Upload>(offered);
  if (!offer) return undefined;
  const bytes = receiptPng(exec.vu.idInTest, iterationNumber());
  const form = formOf(offer.upload.fields, { name: 'receipt.png', contentType: 'image/png', bytes });
  const stored = http.post(offer.upload.url, form.body, {
    headers: { 'content-type': form.contentType },
    tags: { name: 'POST receipt to S3' },
  });
  const isStored = check(
    stored,
    { 'POST receipt to S3 answers 204 or 201': ({ status }) => status === 204 || status === 201 },
    { name: 'POST receipt to S3' },
  );
  if (!isStored) countFailure(stored.status, 'POST receipt to S3');
  return isStored ? offer.receipt.id : undefined;
}

/** Looks at the expense until its receipts are accepted, and keeps how long that took; the last answer. */
export function untilAccepted(expenseId: string, employee: LoadUser): Answer | undefined {
  const ready = until('the receipt is accepted', () => {
    const answer = look(expenseId, employee);
    const accepted = bodyOf<Expense>(answer)?.receipts.some(({ status }) => status === 'accepted');
    return accepted ? answer : undefined;
  });
  if (ready) receiptDelay.add(ready.waited);
  return ready?.value;
}
