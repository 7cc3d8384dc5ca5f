import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { retryConflicts } from './retry-conflicts.ts';
import type { TableIndex } from './table.ts';

/** An item as plain JavaScript. */
export type Item = Record<string, unknown>;

/** The few things that the stores do with the table. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
  /** A strongly consistent read of one item. */
  get(key: Item): Promise<Item | undefined>;
  /**
   * Writes an item when `condition` holds; false when it does not. A write whose answer was lost, and which the SDK
   * repeats, knows itself by its id and is true.
   */
  putIf(item: Item, condition: string, values?: Item): Promise<boolean>;
  /** A new id for a write. */
  readonly newWriteId: () => string;
  /** How many items a partition of an index has. It reads them all, about 8,000 small ones for each call it makes. */
  count(index: TableIndex, partition: string): Promise<number>;
  /** One page of an index. */
  query(index: TableIndex, query: IndexQuery): Promise<{ items: Item[]; last?: Item }>;
}

/** What to read of an index. Without `after` or `upTo` it starts at the end that `newestFirst` says. */
export interface IndexQuery {
  readonly partition: string;
  readonly limit: number;
  readonly newestFirst?: boolean;
  /** Key of the last item that was read, with the index's own keys. */
  readonly after?: Item | undefined;
  /** Only sort keys that are not greater. */
  readonly upTo?: string;
  readonly filter?: {
    readonly expression: string;
    readonly names?: Record<string, string>;
    readonly values?: Item;
  };
}

/**
 * A client for DynamoDB that gets everything from the SDK's standard variables. It has no middleware for a logger,
 * which copies every input and output, also for a logger that drops them.
 */
export function createDynamoDb(): DynamoDBClient {
  const client = new DynamoDBClient({});
  client.middlewareStack.remove('loggerMiddleware');
  retryConflicts(client);
  return client;
}

/** The table named `name`; `newWriteId` gives an id to each write, a different one each time. */
export function openTable(client: DynamoDBClient, name: string, newWriteId: () => string): Table {
  return {
    client,
    name,
    newWriteId,
    async get(key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: marshall(key), ConsistentRead: true }),
      );
      return Item && unmarshall(Item);
    },
    async putIf(item, condition, values) {
      const id = newWriteId();
      const command = new PutItemCommand({
        TableName: name,
        Item: marshall(withWrite(item, id), { removeUndefinedValues: true }),
        ConditionExpression: condition,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...(values ? { ExpressionAttributeValues: marshall(values) } : {}),
      });
      return succeeded(
        () => client.send(command),
        (kept) => wroteBefore(kept, id),
      );
    },
    async count(index, partition) {
      let count = 0;
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({ ...partitionInput(name, index, partition), Select: 'COUNT', ExclusiveStartKey }),
        );
        count += page.Count ?? 0;
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return count;
    },
    async query(index, query) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand(queryInput(name, index, query)),
      );
      const last = LastEvaluatedKey && unmarshall(LastEvaluatedKey);
      return { items: Items.map((item) => unmarshall(item)), ...(last ? { last } : {}) };
    },
  };
}

/**
 * How many of its latest writes an item knows: one would do if nobody else wrote between a write whose answer was lost
 * and its repetition by the SDK.
 */
const keptWrites = 4;

/** The item as the write `id` leaves it: with the ids of its latest writes, the newest first. */
export function withWrite(item: Item, id: string): Item {
  return { ...item, writes: [id, ...writesOf(item)].slice(0, keptWrites) };
}

/** Whether the write `id` is among the latest of `kept`, an item that stands in the way of it. */
export function wroteBefore(kept: Item | undefined, id: string): boolean {
  return writesOf(kept).includes(id);
}

function writesOf(item: Item | undefined): readonly unknown[] {
  return Array.isArray(item?.writes) ? item.writes : [];
}

/**
 * Runs a conditional write; false when its condition failed, or when a transaction is at work on the item; any other
 * error is thrown on. Whether a failed condition is the success of the same write before, whose answer was lost, is
 * for `isDone` to say of the item as it stands, undefined when there is none. (The item comes with the error where the
 * write asks for it by `ReturnValuesOnConditionCheckFailure`.)
 */
export async function succeeded(
  write: () => Promise<unknown>,
  isDone: (kept: Item | undefined) => boolean = () => false,
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return isDone(error.Item && unmarshall(error.Item));
    }
    if (isAwsError(error, 'TransactionConflictException')) return false;
    throw error;
  }
}

/** Whether `error` is one of AWS's with one of these names. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

function partitionInput(name: string, index: TableIndex, partition: string): QueryCommandInput {
  return {
    TableName: name,
    IndexName: index.name,
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': index.partitionKey },
    ExpressionAttributeValues: marshall({ ':partition': partition }),
  };
}

function queryInput(name: string, index: TableIndex, query: IndexQuery): QueryCommandInput {
  const { partition, limit, newestFirst = false, after, upTo, filter } = query;
  const values: Record<string, AttributeValue> = marshall({
    ':partition': partition,
    ...(upTo === undefined ? {} : { ':upTo': upTo }),
    ...filter?.values,
  });
  return {
    TableName: name,
    IndexName: index.name,
    KeyConditionExpression: `#partition = :partition${upTo === undefined ? '' : ' AND #sort <= :upTo'}`,
    ExpressionAttributeNames: {
      '#partition': index.partitionKey,
      ...(upTo === undefined ? {} : { '#sort': index.sortKey }),
      ...filter?.names,
    },
    ExpressionAttributeValues: values,
    ...(filter ? { FilterExpression: filter.expression } : {}),
    ...(after ? { ExclusiveStartKey: marshall(after) } : {}),
    ScanIndexForward: !newestFirst,
    Limit: limit,
  };
}
