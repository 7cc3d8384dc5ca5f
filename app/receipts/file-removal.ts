import type { ReceiptFileRemoval } from '../expenses/receipt-file-removal.ts';
import type { Log } from '../observability/observability.ts';
import type { ReceiptFiles } from './receipt-files.ts';

/** The removal of receipts' files from `files`. */
export function createFileRemoval(
  files: Pick<ReceiptFiles, 'remove' | 'checkLater'>,
  log: Log,
): ReceiptFileRemoval {
  return {
    async scheduleCheck(expenseId, receipts) {
      if (receipts.length === 0) return;
      await files.checkLater(receipts.map(({ id }) => ({ expenseId, receiptId: id })));
    },
    async remove(expenseId, receipts) {
      const removals = receipts.map(({ id: receiptId, versionId }) =>
        files.remove({ expenseId, receiptId }, versionId).catch((error: Error) => {
          log.warn('a file could not be deleted; the scheduled check will delete it', {
            expenseId,
            receiptId,
            error,
          });
        }),
      );
      await Promise.all(removals);
    },
  };
}
