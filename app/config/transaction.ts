import {
  type CancellationReason,
  type TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Item, isAwsError, type Table } from './dynamodb.ts';

/**
 * Why one step kept a transaction from being written: its condition failed, or others were at work on its item;
 * undefined for a step that did not.
 */
export type Hindrance = 'condition' | 'conflict' | undefined;

/** What became of a transaction: that it was written, or the reason of each step. */
export type Transacted =
  | 'written'
  | readonly { readonly hindrance: Hindrance; readonly reason: CancellationReason }[];

/** What says that a step may succeed later: others were faster, or too many. */
const passing = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/**
 * Writes all steps or none. `token` stands for this transaction for ten minutes: whoever repeats it, as the SDK does
 * when the answer was lost, has written it once. Throws what is neither a failed condition nor a conflict.
 */
export async function transact(
  { client }: Pick<Table, 'client'>,
  steps: readonly TransactWriteItem[],
  token: string,
): Promise<Transacted> {
  try {
    await client.send(
      new TransactWriteItemsCommand({ TransactItems: [...steps], ClientRequestToken: token }),
    );
    return 'written';
  } catch (error) {
    if (!isCanceled(error)) throw error;
    return (error.CancellationReasons ?? []).map((reason) => {
      const { Code = 'None' } = reason;
      if (Code === 'None') return { hindrance: undefined, reason };
      if (Code === 'ConditionalCheckFailed') return { hindrance: 'condition', reason };
      if (passing.includes(Code)) return { hindrance: 'conflict', reason };
      throw error;
    });
  }
}

function isCanceled(error: unknown): error is TransactionCanceledException {
  return isAwsError(error, 'TransactionCanceledException');
}

/** One part of {@link writeTogether}: an item to write when a condition holds, or a condition alone on an item by its key. */
export type TransactionPart = {
  readonly condition: string;
  readonly values?: Item;
} & ({ readonly put: Item } | { readonly check: Item });

/**
 * Writes all of `parts` or nothing; false when a condition failed, or another transaction had one of the items in hand.
 * For the few rules that span items: see docs/adr/0006.
 */
export async function writeTogether(table: Table, parts: readonly TransactionPart[]): Promise<boolean> {
  const steps = parts.map((part) => stepOf(table, part));
  return (await transact(table, steps, table.newWriteId())) === 'written';
}

function stepOf({ name: TableName }: Table, part: TransactionPart): TransactWriteItem {
  const condition = {
    TableName,
    ConditionExpression: part.condition,
    ...(part.values ? { ExpressionAttributeValues: marshall(part.values) } : {}),
  };
  return 'put' in part
    ? { Put: { ...condition, Item: marshall(part.put, { removeUndefinedValues: true }) } }
    : { ConditionCheck: { ...condition, Key: marshall(part.check) } };
}
