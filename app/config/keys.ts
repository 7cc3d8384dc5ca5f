/** Which of the workflow index's partitions an expense is in: few enough to read, more than one to spread writes. */
export const workflowShards = ['OPEN#0', 'OPEN#1', 'OPEN#2', 'OPEN#3'] as const;

export const expenseKey = (id: string) => ({ pk: `EXPENSE#${id}`, sk: 'EXPENSE' });
export const userKey = (id: string) => ({ pk: `USER#${id}`, sk: 'USER' });
/** What an Idempotency-Key stands for that was used again after its lifetime; `keyId` is the id that it made first. */
export const createdByKey = (keyId: string) => ({ pk: `KEY#${keyId}`, sk: 'CREATED' });
/** How much a person was granted without asking, on a day (`DAY#2026-11-29`) or in a month (`MONTH#2026-11`). */
export const autoApprovedKey = (ownerId: string, period: string) => ({
  pk: `AUTO-APPROVED#${ownerId}`,
  sk: period,
});
export const fingerprintKey = (ownerId: string, sha256: string) => ({
  pk: `FINGERPRINT#${ownerId}`,
  sk: sha256,
});

/** The partition of the workflow index for an expense. */
export function workflowShard(id: string): string {
  const last = Number.parseInt(id.slice(-1), 16);
  return workflowShards[(Number.isNaN(last) ? 0 : last) % workflowShards.length] ?? workflowShards[0];
}
