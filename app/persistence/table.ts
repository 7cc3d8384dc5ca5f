import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { TableIndex } from '../contract/table.ts';
import { tryWrite } from './conditional-write.ts';
import { hasWriteId, type Item, withWriteId } from './write-ids.ts';

/** The operations of the stores on the table. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
  /** A strongly consistent read of one item. */
  get(key: Item): Promise<Item | undefined>;
  /**
   * Writes an item when `condition` holds; false when it does not. A write that the SDK repeats because its answer was
   * lost is recognized by its id, and returns true.
   */
  putIf(item: Item, condition: string, values?: Item): Promise<boolean>;
  /** Returns a new id for a write. */
  readonly newWriteId: () => string;
  /** The number of items in a partition of an index. It reads them all, about 8,000 small ones with each call. */
  count(index: TableIndex, partition: string): Promise<number>;
  /** One page of an index. */
  query(index: TableIndex, query: IndexQuery): Promise<{ items: Item[]; last?: Item }>;
}

/** What to read of an index; default: from its beginning, or from its end with `newestFirst`. */
export interface IndexQuery {
  readonly partition: string;
  readonly limit: number;
  readonly newestFirst?: boolean;
  /** The key of the last item that was read, with the index's own keys. */
  readonly after?: Item | undefined;
  /** Only sort keys that are not greater. */
  readonly upTo?: string;
  readonly filter?: {
    readonly expression: string;
    readonly names?: Record<string, string>;
    readonly values?: Item;
  };
}

/** The table named `name`; `newWriteId` returns a different id for each write. */
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
        Item: marshall(withWriteId(item, id), { removeUndefinedValues: true }),
        ConditionExpression: condition,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...(values ? { ExpressionAttributeValues: marshall(values) } : {}),
      });
      return tryWrite(
        () => client.send(command),
        (kept) => hasWriteId(kept, id),
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
