import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Item, succeeded, type Table } from '../config/dynamodb.ts';
import { expenseKey, workflowShards } from '../config/keys.ts';
import { table } from '../config/table.ts';
import { fromItem, fromListing, idOfOrder, toItem, tombstone } from './expense-item.ts';
import type { Expense, ExpenseFilters, ExpenseListing } from './expenses.schema.ts';

/** A page of a list; `next` is the position to continue after, absent at the end. */
export interface Page<T, Position = string> {
  readonly entries: readonly T[];
  readonly next?: Position;
}

/** Where expenses are kept. Every write is conditional, every read is one item or one index. */
export interface ExpenseStore {
  load(id: string): Promise<Expense | undefined>;
  /** Adds a new expense: `added`, or what its id already stands for. */
  add(expense: Expense): Promise<'added' | 'deleted' | Expense>;
  /** Writes `expense` when the kept version is the one before; false when someone else was faster. */
  save(expense: Expense): Promise<boolean>;
  /** Deletes that version; false when it is no longer the kept one. */
  remove(expense: Expense, at: Date): Promise<boolean>;
  /** The owner's expenses, newest first; a page can be short of `limit` where filters leave much out. */
  ofOwner(
    ownerId: string,
    filters: ExpenseFilters,
    limit: number,
    after?: string,
  ): Promise<Page<ExpenseListing>>;
  /** What waits in `queues` and is not the business of `exceptFor`, oldest first. */
  waiting(
    queues: readonly string[],
    exceptFor: string,
    limit: number,
    after?: string,
  ): Promise<Page<ExpenseListing>>;
  /** Ids of expenses whose workflow is due to be looked at, at most `limit`. */
  dueForCheck(now: string, limit: number): Promise<string[]>;
  /** How many expenses have a workflow under way. */
  countUnderWay(): Promise<number>;
  /** Sets when the workflow is looked at next, if it is still under way. */
  checkAgain(id: string, at: string): Promise<void>;
}

/** How long a deleted expense keeps its Idempotency-Key from making a new one: seconds. */
const tombstoneSeconds = 24 * 60 * 60;
/** How many queries one page may take when filters leave much out. */
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
      return (item && fromItem(item)) ?? 'deleted';
    },
    save(expense) {
      return expenses.putIf(toItem(expense), 'version = :before', { ':before': expense.version - 1 });
    },
    remove(expense, at) {
      const item = tombstone(expense, at, tombstoneSeconds);
      return expenses.putIf(item, 'version = :before', { ':before': expense.version });
    },
    ofOwner: (ownerId, filters, limit, after) => ofOwner(expenses, ownerId, filters, limit, after),
    waiting: (queues, exceptFor, limit, after) => waiting(expenses, queues, exceptFor, limit, after),
    async dueForCheck(now, limit) {
      const pages = await Promise.all(
        workflowShards.map((partition) =>
          expenses.query(table.indexes.workflow, {
            partition,
            upTo: now,
            limit: Math.ceil(limit / workflowShards.length),
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
      await succeeded(() => expenses.client.send(command));
    },
  };
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
  return cut(entries, limit, position && String(position.ownerOrder), 'ownerOrder');
}

/** Reads each queue and merges them: the sort keys of all are moments, so one position fits every queue. */
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
  // Nothing after a queue's unread rest may be shown yet, or a later page would go back in time.
  const bounds = pages.flatMap(({ last }) => (last ? [order(last)] : [])).sort();
  const bound = bounds[0];
  const merged = pages
    .flatMap(({ items }) => items)
    .filter((item) => bound === undefined || order(item) <= bound)
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return cut(merged, limit, bound, 'approverOrder');
}

/** The first `limit` entries, and where to go on: after the last one shown, or after what was looked through. */
function cut(
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

/** The whole key of an item in an index, from its sort key there: what DynamoDB wants to continue from. */
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
