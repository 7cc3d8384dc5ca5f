/** The partitions of the workflow index for approvals: few enough to read them all, more than one to spread writes. */
export const workflowShards = ['OPEN#0', 'OPEN#1', 'OPEN#2', 'OPEN#3'] as const;

/** The same for drafts whose receipts the reconciler is to check. */
export const receiptShards = ['RECEIPTS#0', 'RECEIPTS#1', 'RECEIPTS#2', 'RECEIPTS#3'] as const;

/** The partition of the same index for people after whose change expenses may wait for the wrong approver. */
export const handOverPartition = 'PEOPLE';

export const expenseKey = (id: string) => ({ pk: `EXPENSE#${id}`, sk: 'EXPENSE' });
export const userKey = (id: string) => ({ pk: `USER#${id}`, sk: 'USER' });
/** An Idempotency-Key that was used again after its lifetime; `keyId` is the id of the first expense that it created. */
export const createdByKey = (keyId: string) => ({ pk: `KEY#${keyId}`, sk: 'CREATED' });
/** The automatic approvals of a person on a day (`DAY#2026-11-29`) or in a month (`MONTH#2026-11`). */
export const autoApprovedKey = (ownerId: string, period: string) => ({
  pk: `AUTO-APPROVED#${ownerId}`,
  sk: period,
});
/** The one item that every change of a manager writes. */
export const reportingTreeKey = { pk: 'REPORTING-TREE', sk: 'REPORTING-TREE' };
export const fingerprintKey = (ownerId: string, sha256: string) => ({
  pk: `FINGERPRINT#${ownerId}`,
  sk: sha256,
});

/** The partition of the workflow index for an expense with an approval in progress. */
export function workflowShard(id: string): string {
  return shardOf(id, workflowShards);
}

/** The partition of the workflow index for a draft with pending receipts. */
export function receiptShard(id: string): string {
  return shardOf(id, receiptShards);
}

function shardOf(id: string, shards: readonly [string, ...string[]]): string {
  const last = Number.parseInt(id.slice(-1), 16);
  return shards[(Number.isNaN(last) ? 0 : last) % shards.length] ?? shards[0];
}
