import { isKeyInUse } from '../persistence/idempotency.ts';
import { expenseKey } from '../persistence/keys.ts';
import type { Item } from '../persistence/write-ids.ts';
import type { Expense } from './expenses.schema.ts';

/** What is left of an expense: enough to recognize a repetition of the request that created it. */
export interface DeletedExpense {
  readonly createdAt: string;
  readonly deletedAt: string;
  readonly version: number;
  readonly bodyHash?: string;
  /** Epoch seconds, after which DynamoDB's time to live removes it. */
  readonly expiresAt: number;
}

/**
 * Seconds for which an id is not used again. Step Functions keeps the name of an execution for 90 days after its
 * end (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html), and the names of an
 * expense's executions are made of its id.
 */
const keptSeconds = 92 * 24 * 60 * 60;

/** The item that replaces a deleted expense. */
export function tombstone(expense: Expense, at: Date): Item {
  const { createdAt, bodyHash } = expense;
  return {
    ...expenseKey(expense.id),
    createdAt,
    deletedAt: at.toISOString(),
    version: expense.version + 1,
    ...(bodyHash !== undefined && isKeyInUse(createdAt, at) ? { bodyHash } : {}),
    expiresAt: Math.floor(at.getTime() / 1000) + keptSeconds,
  };
}

/** The deleted expense of an item; undefined for any other item. */
export function deletedExpenseOf(item: Item): DeletedExpense | undefined {
  const { pk, sk, writes, ...left } = item;
  return left.deletedAt === undefined ? undefined : (left as Item & DeletedExpense);
}

/** Whether the item will still exist after so many milliseconds. */
export function isKeptFor({ expiresAt }: DeletedExpense, milliseconds: number, now: Date): boolean {
  return expiresAt * 1000 - now.getTime() > milliseconds;
}
