/** Which of the workflow index's partitions an expense is in: few enough to read, more than one to spread writes. */
export const workflowShards = ['OPEN#0', 'OPEN#1', 'OPEN#2', 'OPEN#3'] as const;

/** The partition of the same index for people after whose change expenses may wait with the wrong people. */
export const handOverPartition = 'PEOPLE';

export const expenseKey = (id: string) => ({ pk: `EXPENSE#${id}`, sk: 'EXPENSE' });
export const userKey = (id: string) => ({ pk: `USER#${id}`, sk: 'USER' });
/** The one item that every change of who reports to whom writes. */
export const reportingTreeKey = { pk: 'REPORTING-TREE', sk: 'REPORTING-TREE' };
export const fingerprintKey = (ownerId: string, sha256: string) => ({
  pk: `FINGERPRINT#${ownerId}`,
  sk: sha256,
});

/** The partition of the workflow index for an expense. */
export function workflowShard(id: string): string {
  const last = Number.parseInt(id.slice(-1), 16);
  return workflowShards[(Number.isNaN(last) ? 0 : last) % workflowShards.length] ?? workflowShards[0];
}
