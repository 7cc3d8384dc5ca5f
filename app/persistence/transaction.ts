import {
  type TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isAwsError } from '../errors/aws-error.ts';
import type { Table } from './table.ts';
import { hasWriteId, type Item, withWriteId } from './write-ids.ts';

/**
 * One conditional part of a transaction: an item to write, an expression that changes the item of a key, or only a
 * check of the item of a key.
 */
export type TransactionPart = {
  readonly condition: string;
  readonly values?: Item;
} & (
  | { readonly put: Item }
  | { readonly update: Item; readonly expression: string }
  | { readonly check: Item }
);

/**
 * Why a part failed: its condition, or a conflict with others on its item or for capacity. Undefined for a part that
 * did not fail.
 */
export type PartFailure = 'condition' | 'conflict' | undefined;

/**
 * Writes all of `parts` or nothing; false when a condition failed, or another transaction was working on an item.
 * For the few rules that span items: see docs/adr/0006.
 */
export async function writeTransaction(table: Table, parts: readonly TransactionPart[]): Promise<boolean> {
  return (await tryTransaction(table, parts)) === 'written';
}

/**
 * As {@link writeTransaction}, with the failure of each part. A repetition by the SDK after a lost answer is recognized
 * by DynamoDB for ten minutes (ClientRequestToken), and after that by the write id on the items that were put. Throws
 * errors that are neither failed conditions nor transient.
 */
export async function tryTransaction(
  table: Table,
  parts: readonly TransactionPart[],
): Promise<'written' | readonly PartFailure[]> {
  const id = table.newWriteId();
  const TransactItems = parts.map((part) => itemOf(table.name, part, id));
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: id }));
    return 'written';
  } catch (error) {
    if (!isCanceled(error)) throw error;
    const { CancellationReasons: reasons = [] } = error;
    if (reasons.some(({ Item }) => Item && hasWriteId(unmarshall(Item), id))) return 'written';
    return reasons.map(({ Code }) => failureOf(Code, error));
  }
}

function itemOf(TableName: string, part: TransactionPart, id: string): TransactWriteItem {
  const common = {
    TableName,
    ConditionExpression: part.condition,
    ...(part.values ? { ExpressionAttributeValues: marshall(part.values) } : {}),
  };
  if ('check' in part) return { ConditionCheck: { ...common, Key: marshall(part.check) } };
  if ('update' in part) {
    return { Update: { ...common, Key: marshall(part.update), UpdateExpression: part.expression } };
  }
  const Item = marshall(withWriteId(part.put, id), { removeUndefinedValues: true });
  return { Put: { ...common, Item, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } };
}

/** Transient reasons: conflicts with others, and throttling. */
const transient: readonly unknown[] = [
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
];

function failureOf(code: string | undefined, error: Error): PartFailure {
  if (code === undefined || code === 'None') return undefined;
  if (code === 'ConditionalCheckFailed') return 'condition';
  if (transient.includes(code)) return 'conflict';
  throw error;
}

function isCanceled(error: unknown): error is TransactionCanceledException {
  return isAwsError(error, 'TransactionCanceledException');
}
