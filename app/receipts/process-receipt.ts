import { createHash } from 'node:crypto';
import type { Expense } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import { detectType, signatureLength } from './file-type.ts';
import type { Fingerprints } from './fingerprints.ts';
import { receiptOf, type Verdict, withVerdict } from './receipt.ts';
import {
  type FileOwner,
  ownerOfObject,
  type UploadedFile,
  type UploadedFiles,
  type UploadedObject,
} from './receipt-files.ts';
import { type Receipt, receiptLimits } from './receipts.schema.ts';

/** What processing needs. */
export interface ProcessReceiptDeps {
  readonly expenses: Pick<ExpenseStore, 'load' | 'save'>;
  readonly fingerprints: Fingerprints;
  readonly files: UploadedFiles;
  readonly now: () => Date;
}

/**
 * What became of an uploaded object: the verdict; `discarded` where its receipt or expense has been deleted, so that
 * nobody waits for it; `ignored` where it is no receipt, or is gone already.
 */
export type Processed =
  | Pick<Verdict, 'status' | 'reason'>
  | { readonly status: 'ignored' | 'discarded'; readonly reason?: never };

/**
 * Looks at an uploaded file and writes the verdict on its expense. Safe to repeat: the same file leads to the same
 * verdict. With `last` the time to upload is over, and a file that is not there is a verdict too. Throws when the
 * expense keeps changing, so that the message comes again.
 */
export async function processReceipt(
  object: UploadedObject,
  deps: ProcessReceiptDeps,
  { last = false }: { readonly last?: boolean } = {},
): Promise<Processed> {
  const owner = ownerOfObject(object.key);
  if (!owner) return { status: 'ignored' };
  let file: UploadedFile | undefined;
  for (let attempt = 0; attempt < 5; attempt++) {
    const expense = await deps.expenses.load(owner.expenseId);
    const receipt = expense && receiptOf(expense, owner.receiptId);
    if (!expense || !receipt) {
      await deps.files.discard(object);
      return { status: 'discarded' };
    }
    file ??= await deps.files.read(object.key, receiptLimits.maxSize);
    if (!file && !last) return { status: 'ignored' };
    const verdict = file ? await judge(expense, receipt, owner, file, deps) : notUploaded;
    // Before the verdict is written: an accepted file that kept the mark would be expired one day.
    if (verdict.status === 'accepted') await deps.files.keep(object.key);
    if (receipt.status === verdict.status && receipt.sha256 === verdict.sha256) return verdict;
    const changed = withVerdict(expense, receipt.id, verdict, deps.now().toISOString());
    if (await deps.expenses.save(changed)) return verdict;
  }
  throw new Error(`The expense ${owner.expenseId} is being changed by others`);
}

const notUploaded: Verdict = { status: 'refused', reason: 'not-uploaded' };

async function judge(
  expense: Expense,
  receipt: Receipt,
  owner: FileOwner,
  file: UploadedFile,
  deps: ProcessReceiptDeps,
): Promise<Verdict> {
  const { size, bytes } = file;
  const refused = (reason: NonNullable<Receipt['reason']>): Verdict => ({ status: 'refused', reason, size });
  if (!bytes) return refused('too-large');
  if (size === 0) return refused('empty');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  // The upload form works for some minutes: what was accepted must not be exchanged meanwhile.
  if (receipt.sha256 !== undefined && receipt.sha256 !== sha256) {
    return { ...refused('replaced-after-acceptance'), sha256: receipt.sha256 };
  }
  const type = detectType(bytes.subarray(0, signatureLength));
  if (!type) return refused('unknown-type');
  if (type !== receipt.contentType) return refused('type-mismatch');
  const first = await firstUse(expense.ownerId, sha256, owner, deps);
  if (first) return { ...refused('duplicate'), sha256, duplicateOf: first };
  return { status: 'accepted', size, sha256 };
}

/** The receipt that the owner handed in the same file with before; undefined when this is the first. */
async function firstUse(
  ownerId: string,
  sha256: string,
  receipt: FileOwner,
  { fingerprints, expenses }: ProcessReceiptDeps,
): Promise<FileOwner | undefined> {
  const holder = await fingerprints.claim(ownerId, sha256, receipt);
  if (holder.receiptId === receipt.receiptId) return undefined;
  const other = await expenses.load(holder.expenseId);
  if (other && other.status !== 'rejected' && receiptOf(other, holder.receiptId)) return holder;
  // The holder was deleted, or its expense ended without approval: the file may be handed in again.
  return (await fingerprints.takeOver(ownerId, sha256, holder, receipt)) ? undefined : holder;
}
