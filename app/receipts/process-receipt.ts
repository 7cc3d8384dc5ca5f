import { createHash } from 'node:crypto';
import type { Expense } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { Receipt, StoredReceipt } from '../expenses/receipt.schema.ts';
import { retryOptimistically } from '../persistence/optimistic-retry.ts';
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
import { receiptLimits } from './receipts.schema.ts';

/** What processing needs. */
export interface ProcessReceiptDeps {
  readonly expenses: Pick<ExpenseStore, 'load' | 'save'>;
  readonly fingerprints: Fingerprints;
  readonly files: UploadedFiles;
  readonly now: () => Date;
}

/**
 * The outcome for an uploaded object: the verdict; `discarded` when its receipt or expense has been deleted; `ignored`
 * when it is not a receipt, or no longer exists.
 */
export type ProcessingResult =
  | Pick<Verdict, 'status' | 'reason'>
  | { readonly status: 'ignored' | 'discarded'; readonly reason?: never };

/**
 * Checks an uploaded file and writes the verdict on its expense. Safe to repeat: the same file gets the same verdict.
 * With `last` the time to upload is over, and a missing file is refused (default: ignored). Throws when the expense
 * keeps changing, so that the message comes again.
 */
export async function processReceipt(
  object: UploadedObject,
  deps: ProcessReceiptDeps,
  { last = false }: { readonly last?: boolean } = {},
): Promise<ProcessingResult> {
  const owner = ownerOfObject(object.key);
  if (!owner) return { status: 'ignored' };
  let file: UploadedFile | undefined;
  return retryOptimistically<ProcessingResult>(
    async () => {
      const expense = await deps.expenses.load(owner.expenseId);
      const receipt = expense && receiptOf(expense, owner.receiptId);
      if (!expense || !receipt) return discard(object, deps);
      file ??= await deps.files.read(object, receiptLimits.maxSize);
      if (!file && !last) return { status: 'ignored' };
      const version = versionOf(object, file);
      if (isSuperseded(expense, receipt, version)) return discard(version, deps);
      const verdict = file ? await judge(expense, receipt, owner, file, deps) : notUploaded;
      // Before the verdict is written, because the bucket expires whatever is still tagged as pending.
      if (verdict.status === 'accepted') await deps.files.keep(version);
      if (isKnown(receipt, verdict)) return verdict;
      const changed = withVerdict(expense, receipt.id, verdict, deps.now().toISOString());
      return (await deps.expenses.save(changed)) ? verdict : undefined;
    },
    {
      onExhausted: () => {
        throw new Error(`The expense ${owner.expenseId} is being changed by others`);
      },
    },
  );
}

/** The version that was read, when the message named none. */
function versionOf({ key }: UploadedObject, file: UploadedFile | undefined): UploadedObject {
  return file?.versionId === undefined ? { key } : { key, versionId: file.versionId };
}

/** Whether another version counts already: an accepted one, or a refused one that was submitted, is not replaced. */
function isSuperseded(expense: Expense, receipt: StoredReceipt, { versionId }: UploadedObject): boolean {
  const counts =
    receipt.status === 'accepted' || (receipt.status === 'refused' && expense.status !== 'draft');
  return (
    counts && versionId !== undefined && receipt.versionId !== undefined && versionId !== receipt.versionId
  );
}

/** Deletes the version of an object that has no receipt, so that nothing of it is left. */
async function discard(object: UploadedObject, { files }: ProcessReceiptDeps): Promise<ProcessingResult> {
  const found = object.versionId === undefined ? await files.read(object, -1) : { size: 0, ...object };
  if (!found) return { status: 'ignored' };
  await files.discard(versionOf(object, found));
  return { status: 'discarded' };
}

const notUploaded: Verdict = { status: 'refused', reason: 'not-uploaded' };

async function judge(
  expense: Expense,
  receipt: StoredReceipt,
  owner: FileOwner,
  file: UploadedFile,
  deps: ProcessReceiptDeps,
): Promise<Verdict> {
  const { size, bytes, versionId } = file;
  const version = versionId === undefined ? {} : { versionId };
  const refused = (reason: NonNullable<Receipt['reason']>): Verdict => ({
    status: 'refused',
    reason,
    size,
    ...version,
  });
  if (!bytes) return refused('too-large');
  if (size === 0) return refused('empty');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  // In a bucket without versions, a second upload has replaced the accepted file.
  if (receipt.sha256 !== undefined && receipt.sha256 !== sha256) {
    return { ...refused('replaced-after-acceptance'), sha256: receipt.sha256 };
  }
  const type = detectType(bytes.subarray(0, signatureLength));
  if (!type) return refused('unknown-type');
  if (type !== receipt.contentType) return refused('type-mismatch');
  const first = await firstUse(expense.ownerId, sha256, owner, deps);
  if (first) return { ...refused('duplicate'), sha256, duplicateOf: first };
  return { status: 'accepted', size, sha256, ...version };
}

function isKnown(receipt: StoredReceipt, { status, sha256, versionId }: Verdict): boolean {
  return receipt.status === status && receipt.sha256 === sha256 && receipt.versionId === versionId;
}

/** An earlier receipt of the owner with the same file; undefined when this is the first. */
async function firstUse(
  ownerId: string,
  sha256: string,
  receipt: FileOwner,
  { fingerprints, expenses }: ProcessReceiptDeps,
): Promise<FileOwner | undefined> {
  const holder = await fingerprints.claim(ownerId, sha256, receipt);
  if (holder.receiptId === receipt.receiptId) return undefined;
  const other = await expenses.load(holder.expenseId);
  const held = other && other.status !== 'rejected' ? receiptOf(other, holder.receiptId) : undefined;
  if (held && held.status !== 'refused') return holder;
  // The holder was deleted or refused, or its expense was rejected: the file may be used again.
  return (await fingerprints.takeOver(ownerId, sha256, holder, receipt)) ? undefined : holder;
}
