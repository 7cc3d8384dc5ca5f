import type { Actor } from '../auth/actor.ts';
import type { ExpenseAccess } from '../expenses/expense-access.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { Log } from '../observability/observability.ts';
import { changeOnce } from '../persistence/change-once.ts';
import type { KeyedRequest } from '../persistence/idempotency.ts';
import { receiptView, requireReceipt, withoutReceipt, withReceipt } from './receipt.ts';
import type { ReceiptFiles } from './receipt-files.ts';
import {
  type KeptReceipt,
  type NewReceipt,
  type ReceiptDownload,
  type ReceiptUpload,
  receiptLimits,
} from './receipts.schema.ts';
import { removeFiles } from './remove-files.ts';

/** What people do with receipts. */
export interface ReceiptService {
  /**
   * Announces a receipt and answers with the form to upload its file with; for a request that was answered before, the
   * receipt that it made then, with a form only while its file is waited for. Throws `receipt.not-found` when that one was taken off since.
   */
  add(actor: Actor, expenseId: string, asked: NewReceipt, keyed?: KeyedRequest): Promise<ReceiptUpload>;
  read(actor: Actor, expenseId: string, receiptId: string): Promise<ReceiptDownload>;
  remove(actor: Actor, expenseId: string, receiptId: string): Promise<void>;
}

/** See {@link ReceiptService}. */
export function createReceiptService(deps: {
  expenses: Pick<ExpenseStore, 'save'>;
  access: ExpenseAccess;
  files: ReceiptFiles;
  now: () => Date;
  newId: () => string;
  log: Log;
}): ReceiptService {
  const { expenses, access, files, now, newId, log } = deps;
  const linkExpiry = () => new Date(now().getTime() + receiptLimits.linkLifetime * 1000).toISOString();
  return {
    async add(actor, expenseId, asked, keyed) {
      const newReceiptId = newId();
      const { thing: expense, before } = await changeOnce(
        () => access.own(actor, expenseId),
        expenses.save,
        (draft) => withReceipt(draft, newReceiptId, asked, actor.id, now().toISOString()),
        { keyed, makes: newReceiptId, now },
      );
      const receipt = requireReceipt(expense, before?.made ?? newReceiptId);
      // A new form for what was looked at or submitted would let its file be exchanged.
      if (before && (expense.status !== 'draft' || receipt.status !== 'pending')) {
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
      let removed: KeptReceipt[] = [];
      await changeOnce(
        () => access.own(actor, expenseId),
        expenses.save,
        async (expense) => {
          const changed = withoutReceipt(expense, receiptId, actor.id, now().toISOString());
          removed = [requireReceipt(expense, receiptId)];
          await files.lookAgain([{ expenseId, receiptId }]);
          return changed;
        },
        { now },
      );
      await removeFiles(files, expenseId, removed, log);
    },
  };
}
