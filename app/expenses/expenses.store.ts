import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { table } from '../contract/table.ts';
import { tryWrite } from '../persistence/conditional-write.ts';
import { keyLifetime } from '../persistence/idempotency.ts';
import { createdByKey, expenseKey, receiptShards, workflowShards } from '../persistence/keys.ts';
import type { Page } from '../persistence/page.ts';
import type { Table } from '../persistence/table.ts';
import type { Item } from '../persistence/write-ids.ts';
import type { LimitedPeriod } from '../policies/approval-policy.ts';
import { type AutoApprovalOutcome, saveAutoApproved } from './auto-approved.ts';
import { type DeletedExpense, deletedExpenseOf, tombstone } from './deleted-expense.ts';
import { fromItem, fromListing, idOfOrder, toItem } from './expense-item.ts';
import type { Expense, ExpenseFilters, ExpenseListing } from './expenses.schema.ts';

/** An Idempotency-Key that is used again after its lifetime: the id of its new expense, and the hash of its body. */
export interface KeyClaim {
  readonly id: string;
  readonly bodyHash: string;
  readonly at: string;
}

/** The stored expenses. Every write is conditional, every read is of one item or one index. */
export interface ExpenseStore {
  load(id: string): Promise<Expense | undefined>;
  /** Adds a new expense; returns `added`, or the expense that has its id already. */
  add(expense: Expense): Promise<'added' | DeletedExpense | Expense>;
  /**
   * Claims a key that has become free again, for a key's lifetime. Returns the claim that holds, this one or an earlier
   * one.
   */
  claimKey(keyId: string, claim: KeyClaim): Promise<KeyClaim>;
  /** Writes `expense` when the stored version is the one before; false when someone else was faster. */
  save(expense: Expense): Promise<boolean>;
  /** Writes an automatically approved expense, and counts `sum` for its owner in each period. */
  saveAutoApproved(
    expense: Expense,
    sum: number,
    periods: readonly LimitedPeriod[],
  ): Promise<AutoApprovalOutcome>;
  /** Deletes that version; false when another version is stored. */
  remove(expense: Expense, at: Date): Promise<boolean>;
  /** The owner's expenses, newest first; filters can make a page shorter than `limit`. */
  ofOwner(
    ownerId: string,
    filters: ExpenseFilters,
    limit: number,
    after?: string,
  ): Promise<Page<ExpenseListing>>;
  /** The expenses that wait in `queues`, without those that `exceptFor` owns or has decided, oldest first. */
  waiting(
    queues: readonly string[],
    exceptFor: string,
    limit: number,
    after?: string,
  ): Promise<Page<ExpenseListing>>;
  /** Ids of expenses whose workflow, or of drafts whose receipts, are due for a check, at most `limit`. */
  dueForCheck(what: 'workflow' | 'receipts', now: string, limit: number): Promise<string[]>;
  /** How many expenses have an approval in progress. */
  countUnderWay(): Promise<number>;
  /** Sets when the reconciler checks an expense next, if there is still something to check. */
  checkAgain(id: string, at: string): Promise<void>;
}

/** Queries per page at most, when filters skip many entries. */
const maxQueries = 5;

/** The expenses of `expenses`, the table. */
export function createExpenseStore(expenses: Table): ExpenseStore {
  return {
    async load(id) {
      const item = await expenses.get(expenseKey(id));
      return item && fromItem(item);
    },
    async add(expense) {
      const free = `attribute_not_exists(${table.partitionKey})`;
      if (await expenses.putIf(toItem(expense), free)) return 'added';
      const item = await expenses.get(expenseKey(expense.id));
      const found = item && (fromItem(item) ?? deletedExpenseOf(item));
      if (!found) throw new Error(`The expense ${expense.id} was there, and is gone`);
      return found;
    },
    claimKey: (keyId, claim) => claimKey(expenses, keyId, claim),
    save(expense) {
      return expenses.putIf(toItem(expense), 'version = :before', { ':before': expense.version - 1 });
    },
    saveAutoApproved: (expense, sum, periods) => saveAutoApproved(expenses, expense, sum, periods),
    remove(expense, at) {
      return expenses.putIf(tombstone(expense, at), 'version = :before', { ':before': expense.version });
    },
    ofOwner: (ownerId, filters, limit, after) => ofOwner(expenses, ownerId, filters, limit, after),
    waiting: (queues, exceptFor, limit, after) => waiting(expenses, queues, exceptFor, limit, after),
    async dueForCheck(what, now, limit) {
      const shards = what === 'workflow' ? workflowShards : receiptShards;
      const pages = await Promise.all(
        shards.map((partition) =>
          expenses.query(table.indexes.workflow, {
            partition,
            upTo: now,
            limit: Math.ceil(limit / shards.length),
          }),
        ),
      );
      return pages.flatMap(({ items }) => items.map((item) => String(item.id)));
    },
    async countUnderWay() {
      const counts = await Promise.all(
        workflowShards.map((partition) => expenses.count(table.indexes.workflow, partition)),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async checkAgain(id, at) {
      const command = new UpdateItemCommand({
        TableName: expenses.name,
        Key: marshall(expenseKey(id)),
        UpdateExpression: 'SET workflowCheckAt = :at',
        ConditionExpression: 'attribute_exists(workflow)',
        ExpressionAttributeValues: marshall({ ':at': at }),
      });
      // A repetition after a lost answer finds the same condition.
      await tryWrite(() => expenses.client.send(command));
    },
  };
}

async function claimKey(expenses: Table, keyId: string, claim: KeyClaim): Promise<KeyClaim> {
  const { id, bodyHash, at } = claim;
  const key = createdByKey(keyId);
  const over = new Date(Date.parse(at) - keyLifetime).toISOString();
  // Twice as long as it counts, because time to live is not exact.
  const expiresAt = Math.floor((Date.parse(at) + 2 * keyLifetime) / 1000);
  const item = { ...key, expenseId: id, bodyHash, claimedAt: at, expiresAt };
  const free = 'attribute_not_exists(pk) OR claimedAt <= :over';
  if (await expenses.putIf(item, free, { ':over': over })) return claim;
  const held = await expenses.get(key);
  if (!held) throw new Error(`The claim of the key ${keyId} was there, and is gone`);
  return { id: String(held.expenseId), bodyHash: String(held.bodyHash), at: String(held.claimedAt) };
}

async function ofOwner(
  expenses: Table,
  ownerId: string,
  filters: ExpenseFilters,
  limit: number,
  after: string | undefined,
): Promise<Page<ExpenseListing>> {
  const partition = `OWNER#${ownerId}`;
  const filter = filterExpression(filters);
  const entries: Item[] = [];
  let position = after === undefined ? undefined : keyInIndex('owner', partition, after);
  for (let query = 0; query < maxQueries; query++) {
    const page = await expenses.query(table.indexes.owner, {
      partition,
      limit: filter ? 100 : limit,
      newestFirst: true,
      after: position,
      ...(filter ? { filter } : {}),
    });
    entries.push(...page.items);
    position = page.last;
    if (entries.length >= limit || !position) break;
  }
  return pageOf(entries, limit, position && String(position.ownerOrder), 'ownerOrder');
}

/** Reads each queue and merges them: all are sorted by moment, so one position fits every queue. */
async function waiting(
  expenses: Table,
  queues: readonly string[],
  exceptFor: string,
  limit: number,
  after: string | undefined,
): Promise<Page<ExpenseListing>> {
  const filter = {
    expression: 'ownerId <> :me AND NOT contains(decidedBy, :me)',
    values: { ':me': exceptFor },
  };
  const pages = await Promise.all(
    queues.map((partition) =>
      expenses.query(table.indexes.approver, {
        partition,
        limit,
        filter,
        after: after === undefined ? undefined : keyInIndex('approver', partition, after),
      }),
    ),
  );
  const order = (item: Item) => String(item.approverOrder);
  // Entries after the unread rest of a queue have to wait, or a later page would go back in time.
  const bounds = pages.flatMap(({ last }) => (last ? [order(last)] : [])).sort();
  const bound = bounds[0];
  const merged = pages
    .flatMap(({ items }) => items)
    .filter((item) => bound === undefined || order(item) <= bound)
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return pageOf(merged, limit, bound, 'approverOrder');
}

/** The first `limit` entries, and where to continue: after the last one shown, or after the last one read. */
function pageOf(
  items: readonly Item[],
  limit: number,
  readUpTo: string | undefined,
  order: string,
): Page<ExpenseListing> {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const next = items.length > limit && last ? String(last[order]) : readUpTo;
  return { entries: shown.map(fromListing), ...(next === undefined ? {} : { next }) };
}

/** The full key of an item in an index, from its sort key there, as DynamoDB needs it to continue. */
function keyInIndex(name: 'owner' | 'approver', partition: string, order: string): Item {
  const index = table.indexes[name];
  return { ...expenseKey(idOfOrder(order)), [index.partitionKey]: partition, [index.sortKey]: order };
}

function filterExpression({ status, category, from, to }: ExpenseFilters) {
  const conditions: [string, string, string | undefined][] = [
    ['#status = :status', 'status', status],
    ['#category = :category', 'category', category],
    ['#incurredOn >= :from', 'incurredOn', from],
    ['#incurredOn <= :to', 'incurredOn', to],
  ];
  const used = conditions.filter(([, , value]) => value !== undefined);
  if (used.length === 0) return undefined;
  return {
    expression: used.map(([expression]) => expression).join(' AND '),
    names: Object.fromEntries(used.map(([, name]) => [`#${name}`, name])),
    values: Object.fromEntries(used.map(([expression, , value]) => [expression.split(' ')[2] ?? '', value])),
  };
}
