/** A secondary index: its key attributes are absent from an item that does not belong in it. */
export interface TableIndex {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** The attributes copied beside the keys (projection INCLUDE). */
  readonly projection: readonly string[];
}

/** What a list of expenses shows. The task token and the history are never copied into an index. */
const summary = [
  'id',
  'ownerId',
  'merchant',
  'category',
  'amount',
  'currency',
  'incurredOn',
  'description',
  'tags',
  'status',
  'version',
  'createdAt',
  'updatedAt',
  'submittedAt',
] as const;

/** What a list of people shows, without the ids of writes and the recorded requests. */
const profile = [
  'id',
  'username',
  'name',
  'roles',
  'managerId',
  'deactivatedAt',
  'version',
  'createdAt',
  'updatedAt',
] as const;

/**
 * The one table. An expense with its receipts, approval and history is one item (`EXPENSE#id`), a person is one
 * (`USER#id`), and the fingerprint of an accepted receipt is one (`FINGERPRINT#ownerId`, the SHA-256), which is
 * how a duplicate is found without reading the owner's other expenses. All keys are strings.
 */
export const table = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /**
   * Epoch seconds; on items that are needed for a while only: the rest of a deleted expense, an Idempotency-Key that is
   * used again, a counter of automatic approvals.
   */
  timeToLive: 'expiresAt',
  indexes: {
    /** A person's expenses; `<createdAt>#<id>`, read backwards for newest first. */
    owner: { name: 'owner', partitionKey: 'owner', sortKey: 'ownerOrder', projection: summary },
    /** What waits for a person (`USER#id`) or for a role (`ROLE#finance`); `<waitingSince>#<id>`. */
    approver: {
      name: 'approver',
      partitionKey: 'approver',
      sortKey: 'approverOrder',
      projection: [...summary, 'decidedBy'],
    },
    /**
     * What the reconciler is to check, by when: expenses with an approval in progress, drafts with pending receipts, and
     * people after a change that may leave expenses waiting for the wrong approver.
     */
    workflow: { name: 'workflow', partitionKey: 'workflow', sortKey: 'workflowCheckAt', projection: ['id'] },
    /** Every person (`USERS`), by email. */
    users: { name: 'users', partitionKey: 'directory', sortKey: 'email', projection: profile },
  },
} as const satisfies {
  partitionKey: string;
  sortKey: string;
  timeToLive: string;
  indexes: Record<string, TableIndex>;
};
