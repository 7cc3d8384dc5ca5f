import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createClock, standingTime } from '../embedded/clock/clock.ts';
import { createEmbeddedAws } from '../embedded/index.ts';
import { streamedTable } from '../testing/tables.ts';

interface Write {
  readonly kind: 'put' | 'update' | 'delete' | 'batch' | 'transaction' | 'cancelled';
  readonly id: string;
  readonly value: number;
}

const write: fc.Arbitrary<Write> = fc.record({
  kind: fc.constantFrom('put', 'update', 'delete', 'batch', 'transaction', 'cancelled'),
  id: fc.constantFrom('a', 'b', 'c'),
  value: fc.integer({ min: 0, max: 2 }),
});

type Item = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Change {
  readonly eventName: string;
  readonly dynamodb: {
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
  };
}

/** An item beside those that are drawn, which makes a transaction of two steps. */
const OTHER = 'other';

/** How often transactions that are carried out change the other item: not where the value is that of before. */
function changesOfOther(writes: readonly Write[]): number {
  const values = writes.filter(({ kind }) => kind === 'transaction').map(({ value }) => value);
  return values.filter((value, index) => value !== values[index - 1]).length;
}

it('has of each key, in order, what leads from nothing to what the table holds, whatever was written', async () => {
  const clock = createClock(standingTime(Date.parse('2026-03-05T10:00:00Z')));
  await using aws = await createEmbeddedAws({
    services: ['dynamodb', 'dynamodbstreams'],
    clock,
    log: () => {},
  });
  const { context } = aws;
  const call = <T>(service: string, operation: string, input: object) =>
    context.call<T>(service, operation, input, context.root);
  let tables = 0;

  async function aTable(): Promise<{ TableName: string; StreamArn: string }> {
    const TableName = `streamed-${++tables}`;
    const { TableDescription } = await call<{ TableDescription: { LatestStreamArn: string } }>(
      'dynamodb',
      'CreateTable',
      streamedTable(TableName, 'NEW_AND_OLD_IMAGES'),
    );
    return { TableName, StreamArn: TableDescription.LatestStreamArn };
  }

  async function carryOut(TableName: string, { kind, id, value }: Write): Promise<void> {
    const Key = { id: { S: id } };
    const Item = { ...Key, value: { N: String(value) } };
    const update = {
      TableName,
      Key,
      UpdateExpression: 'SET #v = :v',
      ExpressionAttributeNames: { '#v': 'value' },
      ExpressionAttributeValues: { ':v': { N: String(value) } },
    };
    const impossible = { ...update, UpdateExpression: 'SET #v = notThere + :v' };
    const Put = { TableName, Item: { id: { S: OTHER }, value: { N: String(value) } } };
    const inputs = {
      put: ['PutItem', { TableName, Item }],
      update: ['UpdateItem', update],
      delete: ['DeleteItem', { TableName, Key }],
      batch: ['BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }],
      transaction: ['TransactWriteItems', { TransactItems: [{ Put }, { Delete: { TableName, Key } }] }],
      cancelled: ['TransactWriteItems', { TransactItems: [{ Put }, { Update: impossible }] }],
    } as const;
    const [operation, input] = inputs[kind];
    await call('dynamodb', operation, input).catch((error: Error) => {
      if (kind !== 'cancelled' || error.name !== 'TransactionCanceledException') throw error;
    });
  }

  async function changesOf(StreamArn: string): Promise<readonly Change[]> {
    const { StreamDescription } = await call<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
      'dynamodbstreams',
      'DescribeStream',
      { StreamArn },
    );
    const input = {
      StreamArn,
      ShardId: StreamDescription.Shards[0]?.ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    };
    const { ShardIterator } = await call<{ ShardIterator: string }>(
      'dynamodbstreams',
      'GetShardIterator',
      input,
    );
    const { Records } = await call<{ Records: readonly Change[] }>('dynamodbstreams', 'GetRecords', {
      ShardIterator,
    });
    return Records;
  }

  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 20 }), async (writes) => {
      const { TableName, StreamArn } = await aTable();
      for (const each of writes) await carryOut(TableName, each);
      const held = new Map<string, Item>();
      const changes = await changesOf(StreamArn);
      for (const { eventName, dynamodb } of changes) {
        const id = dynamodb.Keys.id?.S ?? '';
        const { NewImage, OldImage } = dynamodb;
        expect(OldImage).toEqual(held.get(id));
        expect(NewImage).not.toEqual(OldImage);
        expect(eventName).toBe(!OldImage ? 'INSERT' : NewImage ? 'MODIFY' : 'REMOVE');
        if (NewImage) held.set(id, NewImage);
        else held.delete(id);
      }
      const numbers = changes.map(({ dynamodb }) => dynamodb.SequenceNumber);
      expect(numbers).toEqual([...new Set(numbers)].toSorted());
      expect(changes.filter(({ dynamodb }) => dynamodb.Keys.id?.S === OTHER)).toHaveLength(
        changesOfOther(writes),
      );
      const { Items } = await call<{ Items: Item[] }>('dynamodb', 'Scan', { TableName });
      const byId = (items: Iterable<Item>) =>
        [...items].toSorted((a, b) => ((a.id?.S ?? '') < (b.id?.S ?? '') ? -1 : 1));
      expect(byId(held.values())).toEqual(byId(Items));
    }),
    { numRuns: 60 },
  );
});
