import type { Actor } from '../auth/actor.ts';
import type { ExpenseAccess } from '../expenses/expense-access.ts';
import { receiptView } from '../expenses/expense-view.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { StoredReceipt } from '../expenses/receipt.schema.ts';
import type { ReceiptFileRemoval } from '../expenses/receipt-file-removal.ts';
import { changeOnce } from '../persistence/change-once.ts';
import type { KeyedRequest } from '../persistence/idempotency.ts';
import { requireReceipt, withoutReceipt, withReceipt } from './receipt.ts';
import type { ReceiptFiles } from './receipt-files.ts';
import {
  type NewReceipt,
  type ReceiptDownload,
  type ReceiptUpload,
  receiptLimits,
} from './receipts.schema.ts';

/** What people do with receipts. */
export interface ReceiptService {
  /**
   * Adds a receipt without its file, and returns the form to upload the file with. For a request that was answered
   * before, the receipt that it made then, with a form only while its file is pending. Throws `receipt.not-found` when
   * that receipt was removed since.
   */
  add(actor: Actor, expenseId: string, details: NewReceipt, keyed?: KeyedRequest): Promise<ReceiptUpload>;
  read(actor: Actor, expenseId: string, receiptId: string): Promise<ReceiptDownload>;
  remove(actor: Actor, expenseId: string, receiptId: string): Promise<void>;
}

/** See {@link ReceiptService}. */
export function createReceiptService(deps: {
  expenses: Pick<ExpenseStore, 'save'>;
  access: ExpenseAccess;
  files: Pick<ReceiptFiles, 'uploadForm' | 'downloadUrl'>;
  fileRemoval: ReceiptFileRemoval;
  now: () => Date;
  newId: () => string;
}): ReceiptService {
  const { expenses, access, files, fileRemoval, now, newId } = deps;
  const linkExpiry = () => new Date(now().getTime() + receiptLimits.linkLifetime * 1000).toISOString();
  return {
    async add(actor, expenseId, details, keyed) {
      const newReceiptId = newId();
      const { entity: expense, answered } = await changeOnce(
        () => access.own(actor, expenseId),
        expenses.save,
        (draft) => withReceipt(draft, newReceiptId, details, actor.id, now().toISOString()),
        { keyed, makes: newReceiptId, now },
      );
      const receipt = requireReceipt(expense, answered?.made ?? newReceiptId);
      // A new form would let the file be replaced after it was checked or submitted.
      if (answered && (expense.status !== 'draft' || receipt.status !== 'pending')) {
        return { receipt: receiptView(receipt) };
      }
      const form = await files.uploadForm({ expenseId, receiptId: receipt.id }, receipt.contentType);
      return {
        receipt: receiptView(receipt),
        upload: { ...form, maxSize: receiptLimits.maxSize, expiresAt: linkExpiry() },
      };
    },
    async read(actor, expenseId, receiptId) {
      const receipt = requireReceipt(await access.visible(actor, expenseId), receiptId);
      if (receipt.status !== 'accepted') return { receipt: receiptView(receipt) };
      const url = await files.downloadUrl({ expenseId, receiptId }, receipt);
      return { receipt: receiptView(receipt), download: { url, expiresAt: linkExpiry() } };
    },
    async remove(actor, expenseId, receiptId) {
      let removed: StoredReceipt[] = [];
      await changeOnce(
        () => access.own(actor, expenseId),
        expenses.save,
        async (expense) => {
          const changed = withoutReceipt(expense, receiptId, actor.id, now().toISOString());
          removed = [requireReceipt(expense, receiptId)];
          await fileRemoval.scheduleCheck(expenseId, removed);
          return changed;
        },
        { now },
      );
      await fileRemoval.remove(expenseId, removed);
    },
  };
}
