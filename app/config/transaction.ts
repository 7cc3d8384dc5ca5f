import { type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Item, isAwsError, type Table } from './dynamodb.ts';

/** One part of a transaction: an item to write when a condition holds, or a condition alone on an item by its key. */
export type TransactionPart = {
  readonly condition: string;
  readonly values?: Item;
} & ({ readonly put: Item } | { readonly check: Item });

/**
 * Writes all of `parts` or nothing; false when a condition failed, or another transaction had one of the items in hand.
 * A repetition by the SDK is recognized by DynamoDB (ClientRequestToken), so that an answer that got lost is no failure.
 * For the few rules that span items: see docs/adr/0006.
 */
export async function transact(table: Table, parts: readonly TransactionPart[]): Promise<boolean> {
  const command = new TransactWriteItemsCommand({ TransactItems: parts.map((part) => itemOf(table, part)) });
  try {
    await table.client.send(command);
    return true;
  } catch (error) {
    if (isLost(error)) return false;
    throw error;
  }
}

function itemOf({ name: TableName }: Table, part: TransactionPart): TransactWriteItem {
  const condition = {
    TableName,
    ConditionExpression: part.condition,
    ...(part.values ? { ExpressionAttributeValues: marshall(part.values) } : {}),
  };
  return 'put' in part
    ? { Put: { ...condition, Item: marshall(part.put, { removeUndefinedValues: true }) } }
    : { ConditionCheck: { ...condition, Key: marshall(part.check) } };
}

/** Whether every reason for which DynamoDB cancelled a transaction is that someone else was faster. */
function isLost(error: unknown): boolean {
  if (!isAwsError(error, 'TransactionCanceledException')) return false;
  const { CancellationReasons = [] } = error as { CancellationReasons?: readonly { Code?: string }[] };
  const codes = CancellationReasons.map(({ Code }) => Code).filter((code) => code !== 'None');
  return (
    codes.length > 0 &&
    codes.every((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')
  );
}
