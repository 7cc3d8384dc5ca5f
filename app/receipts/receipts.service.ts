import type { Actor } from '../auth/actor.ts';
import type { ExpenseAccess } from '../expenses/expense-access.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import { changeOnce } from '../http/change-once.ts';
import type { KeyedRequest } from '../http/idempotency.ts';
import { requireReceipt, withoutReceipt, withReceipt } from './receipt.ts';
import type { ReceiptFiles } from './receipt-files.ts';
import {
  type NewReceipt,
  type Receipt,
  type ReceiptDownload,
  receiptLimits,
  type UploadForm,
} from './receipts.schema.ts';

/** What people do with receipts. */
export interface ReceiptService {
  /**
   * Announces a receipt and answers with the form to upload its file with; for a request that was answered before, the
   * receipt that it made then. Throws `receipt.not-found` when that one was taken off since.
   */
  add(
    actor: Actor,
    expenseId: string,
    asked: NewReceipt,
    keyed?: KeyedRequest,
  ): Promise<{ receipt: Receipt; upload: UploadForm }>;
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
}): ReceiptService {
  const { expenses, access, files, now, newId } = deps;
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
      const form = await files.uploadForm({ expenseId, receiptId: receipt.id }, receipt.contentType);
      return { receipt, upload: { ...form, maxSize: receiptLimits.maxSize, expiresAt: linkExpiry() } };
    },
    async read(actor, expenseId, receiptId) {
      const receipt = requireReceipt(await access.visible(actor, expenseId), receiptId);
      if (receipt.status !== 'accepted') return { receipt };
      const url = await files.downloadUrl({ expenseId, receiptId }, receipt);
      return { receipt, download: { url, expiresAt: linkExpiry() } };
    },
    async remove(actor, expenseId, receiptId) {
      await changeOnce(
        () => access.own(actor, expenseId),
        expenses.save,
        (expense) => withoutReceipt(expense, receiptId, actor.id, now().toISOString()),
        { now },
      );
      await files.remove({ expenseId, receiptId });
    },
  };
}
