import { expenseKey, receiptShard, workflowShard } from '../persistence/keys.ts';
import type { Item } from '../persistence/write-ids.ts';
import type { Expense, ExpenseListing } from './expenses.schema.ts';

/** The item of an expense: its members, its key and the keys of the indexes it belongs in. */
export function toItem(expense: Expense): Item {
  const { waitedFor, queue, ...members } = expense;
  return {
    ...expenseKey(expense.id),
    ...members,
    owner: `OWNER#${expense.ownerId}`,
    ownerOrder: ownerOrder(expense),
    ...(waitedFor.length > 0 ? { waitedFor: new Set(waitedFor) } : {}),
    ...(queue ? { approver: queue.approver, approverOrder: queue.order } : {}),
    ...(expense.workflowCheckAt === undefined ? {} : { workflow: checkPartition(expense) }),
  };
}

/** The expense of an item; undefined for a deleted one. */
export function fromItem(item: Item): Expense | undefined {
  if (item.deletedAt !== undefined) return undefined;
  const { pk, sk, owner, ownerOrder, approver, approverOrder, workflow, waitedFor, ...members } = item;
  return {
    ...members,
    waitedFor: waitedFor instanceof Set ? [...waitedFor] : [],
    ...(typeof approver === 'string' && typeof approverOrder === 'string'
      ? { queue: { approver, order: approverOrder } }
      : {}),
  } as Expense;
}

/** The partition in which the reconciler finds it: a draft has pending receipts, any other an approval in progress. */
function checkPartition({ id, status }: Expense): string {
  return status === 'draft' ? receiptShard(id) : workflowShard(id);
}

/** The entry of a list, from an index that has exactly its members. */
export function fromListing(item: Item): ExpenseListing {
  return item as ExpenseListing;
}

/** The sort key among the owner's expenses: by time of creation, and by id within a millisecond. */
export function ownerOrder({ createdAt, id }: Pick<Expense, 'createdAt' | 'id'>): string {
  return `${createdAt}#${id}`;
}

/** The id at the end of an index's sort key `<moment>#<id>`. */
export function idOfOrder(order: string): string {
  return order.slice(order.indexOf('#') + 1);
}
