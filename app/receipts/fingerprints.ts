import { fingerprintKey } from '../persistence/keys.ts';
import type { Table } from '../persistence/table.ts';
import type { FileOwner } from './receipt-files.ts';

/**
 * The first receipt of each of a person's files, by SHA-256. One small item per file, so that one conditional write
 * finds a duplicate, however many expenses the person has.
 */
export interface Fingerprints {
  /** Claims a file for a receipt; returns the receipt that holds the claim, this one or an earlier one. */
  claim(ownerId: string, sha256: string, receipt: FileOwner): Promise<FileOwner>;
  /** Moves a claim whose receipt no longer exists; false when someone else was faster. */
  takeOver(ownerId: string, sha256: string, from: FileOwner, to: FileOwner): Promise<boolean>;
}

/** The claims in `table`. */
export function createFingerprints(table: Table): Fingerprints {
  return {
    async claim(ownerId, sha256, receipt) {
      const key = fingerprintKey(ownerId, sha256);
      if (await table.putIf({ ...key, ...receipt }, 'attribute_not_exists(pk)')) return receipt;
      const held = await table.get(key);
      return held ? { expenseId: String(held.expenseId), receiptId: String(held.receiptId) } : receipt;
    },
    takeOver(ownerId, sha256, from, to) {
      return table.putIf({ ...fingerprintKey(ownerId, sha256), ...to }, 'receiptId = :from', {
        ':from': from.receiptId,
      });
    },
  };
}
