import {
  type AttributeValue,
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
  /** Writes an item when `condition` holds; false when it does not. */
  putIf(item: Item, condition: string, values?: Item): Promise<boolean>;
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

/** The table named `name`. */
export function openTable(client: DynamoDBClient, name: string): Table {
  return {
    client,
    name,
    async get(key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: marshall(key), ConsistentRead: true }),
      );
      return Item && unmarshall(Item);
    },
    async putIf(item, condition, values) {
      const command = new PutItemCommand({
        TableName: name,
        Item: marshall(item, { removeUndefinedValues: true }),
        ConditionExpression: condition,
        ...(values ? { ExpressionAttributeValues: marshall(values) } : {}),
      });
      return succeeded(() => client.send(command));
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

/** Runs a conditional write; false when its condition failed, any other error is thrown on. */
export async function succeeded(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isAwsError(error, 'ConditionalCheckFailedException')) return false;
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
