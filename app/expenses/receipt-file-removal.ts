import type { StoredReceipt } from './receipt.schema.ts';

/** Removes the files of receipts that are taken off an expense, or deleted with it. */
export interface ReceiptFileRemoval {
  /**
   * Has the files checked again a minute later, when those that no receipt leads to any more are deleted. Called before
   * the receipts go, so that no file stays behind when the request breaks off in between.
   */
  scheduleCheck(expenseId: string, receipts: readonly StoredReceipt[]): Promise<void>;
  /** Deletes the files. One that cannot be deleted now is only logged: the scheduled check deletes it. */
  remove(expenseId: string, receipts: readonly StoredReceipt[]): Promise<void>;
}
