import type { StoredReceipt } from './receipt.schema.ts';

/** Removes the files of receipts that are removed from an expense, or deleted with it. */
export interface ReceiptFileRemoval {
  /**
   * Schedules a check of the files a minute later, which deletes those without a receipt. Called before the receipts are
   * removed, so that no file is left when the request breaks off in between.
   */
  scheduleCheck(expenseId: string, receipts: readonly StoredReceipt[]): Promise<void>;
  /** Deletes the files. One that cannot be deleted now is only logged: the scheduled check deletes it. */
  remove(expenseId: string, receipts: readonly StoredReceipt[]): Promise<void>;
}
