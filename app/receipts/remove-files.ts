import type { Log } from '../observability/observability.ts';
import type { ReceiptFiles } from './receipt-files.ts';
import type { KeptReceipt } from './receipts.schema.ts';

/**
 * Deletes files that nothing leads to any more. One that cannot be deleted now is no failure of the request: the second
 * look, which was asked for before, deletes it ({@link ReceiptFiles.lookAgain}).
 */
export async function removeFiles(
  files: Pick<ReceiptFiles, 'remove'>,
  expenseId: string,
  receipts: readonly KeptReceipt[],
  log: Log,
): Promise<void> {
  const removals = receipts.map(({ id: receiptId, versionId }) =>
    files.remove({ expenseId, receiptId }, versionId).catch((error: Error) => {
      log.warn('a file could not be deleted; the second look at it will', { expenseId, receiptId, error });
    }),
  );
  await Promise.all(removals);
}
