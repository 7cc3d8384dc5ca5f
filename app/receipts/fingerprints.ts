import { fingerprintKey } from '../persistence/keys.ts';
import type { Table } from '../persistence/table.ts';
import type { FileOwner } from './receipt-files.ts';

/**
 * Which receipt a person handed in a file with first. One small item per file (by SHA-256) under its owner: a
 * duplicate is found by one conditional write, whatever the number of the owner's expenses.
 */
export interface Fingerprints {
  /** Claims a file for a receipt; answers with the receipt that holds the claim, be it this or another one. */
  claim(ownerId: string, sha256: string, receipt: FileOwner): Promise<FileOwner>;
  /** Moves a claim whose receipt is gone; false when someone else did that first. */
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
