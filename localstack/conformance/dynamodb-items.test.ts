import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';
import { createItemsTable } from './dynamodb-items-table.ts';

const aws = await startBackend(['dynamodb']);
afterAll(() => aws[Symbol.asyncDispose]());
const dynamodb = aws.client(DynamoDBClient);
const TableName = uniqueName('items');

beforeAll(() => createItemsTable(dynamodb, TableName));

type Item = Record<string, AttributeValue>;
const put = (Item: Item, more: object = {}) =>
  dynamodb.send(new PutItemCommand({ TableName, Item, ...more }));
const get = async (pk: string, sk: string) =>
  (await dynamodb.send(new GetItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: sk } } }))).Item;
const absent = { ConditionExpression: 'attribute_not_exists(pk)' };

describe('a conditional write', () => {
  it('is won by exactly one of a hundred at once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, by) =>
        put({ pk: { S: 'race' }, sk: { S: '1' }, by: { N: String(by) } }, absent),
      ),
    );
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(99);
    for (const { reason } of lost) expect(reason.name).toBe('ConditionalCheckFailedException');
    const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled');
    expect((await get('race', '1'))?.by).toEqual({ N: String(winner) });
  });

  it('counts every one of fifty increments at once', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () =>
        dynamodb.send(
          new UpdateItemCommand({
            TableName,
            Key: { pk: { S: 'counter' }, sk: { S: '1' } },
            UpdateExpression: 'ADD hits :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          }),
        ),
      ),
    );
    expect((await get('counter', '1'))?.hits).toEqual({ N: '50' });
  });

  it('that fails hands over the item that stands, when asked', async () => {
    const Item = { pk: { S: 'stands' }, sk: { S: '1' }, note: { S: 'first' } };
    await put(Item);
    const again = put(Item, { ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    await expect(again).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item,
    });
    const silent = put(Item, absent);
    await expect(silent).rejects.toSatisfy((error: { Item?: unknown }) => error.Item === undefined);
  });

  it('that fails changes nothing', async () => {
    await put({ pk: { S: 'keep' }, sk: { S: '1' }, version: { N: '2' } });
    const stale = new DeleteItemCommand({
      TableName,
      Key: { pk: { S: 'keep' }, sk: { S: '1' } },
      ConditionExpression: 'version = :v',
      ExpressionAttributeValues: { ':v': { N: '1' } },
    });
    await expect(dynamodb.send(stale)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(await get('keep', '1')).toBeDefined();
  });
});

describe('an update', () => {
  it('returns the new attributes', async () => {
    const { Attributes } = await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: 'update' }, sk: { S: '1' } },
        UpdateExpression: 'SET #list = list_append(if_not_exists(#list, :none), :one), note = :note',
        ExpressionAttributeNames: { '#list': 'list' },
        ExpressionAttributeValues: {
          ':none': { L: [] },
          ':one': { L: [{ S: 'x' }] },
          ':note': { S: 'n' },
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(Attributes).toEqual({
      pk: { S: 'update' },
      sk: { S: '1' },
      list: { L: [{ S: 'x' }] },
      note: { S: 'n' },
    });
  });

  it('may not touch the key', async () => {
    const update = new UpdateItemCommand({
      TableName,
      Key: { pk: { S: 'a' }, sk: { S: '1' } },
      UpdateExpression: 'SET pk = :x',
      ExpressionAttributeValues: { ':x': { S: 'b' } },
    });
    await expect(dynamodb.send(update)).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    });
  });

  it('with a reserved word is refused by name', async () => {
    const update = new UpdateItemCommand({
      TableName,
      Key: { pk: { S: 'a' }, sk: { S: '1' } },
      UpdateExpression: 'SET status = :x',
      ExpressionAttributeValues: { ':x': { S: 'b' } },
    });
    await expect(dynamodb.send(update)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status',
    });
  });
});

describe('an item', () => {
  it('is measured in bytes, not in characters', async () => {
    const big = put({ pk: { S: 'big' }, sk: { S: '2' }, text: { S: '€'.repeat(150 * 1024) } });
    await expect(big).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
  });

  it('of more than 400 KB is refused', async () => {
    const big = put({ pk: { S: 'big' }, sk: { S: '1' }, text: { S: 'x'.repeat(400 * 1024) } });
    await expect(big).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
  });

  it('needs its whole key', async () => {
    await expect(put({ pk: { S: 'a' } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'One or more parameter values were invalid: Missing the key sk in the item',
    });
  });

  it('may not have an empty index key', async () => {
    const empty = put({ pk: { S: 'a' }, sk: { S: '1' }, status: { S: '' }, at: { S: '1' } });
    await expect(empty).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-status, IndexKey: status',
    });
  });

  it('of a table that is not there is not found', async () => {
    const put = new PutItemCommand({ TableName: 'nowhere', Item: { pk: { S: 'a' } } });
    await expect(dynamodb.send(put)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });

  it('has its numbers in their shortest form, in the key too', async () => {
    await put({ pk: { S: 'numbers' }, sk: { S: '1' }, a: { N: '01.50' }, b: { N: '1e3' }, c: { N: '-0' } });
    expect(await get('numbers', '1')).toMatchObject({ a: { N: '1.5' }, b: { N: '1000' }, c: { N: '0' } });
  });

  it('of every type comes back as it went in', async () => {
    const item: Item = {
      pk: { S: 'types' },
      sk: { S: 'ünï' },
      n: { N: '-1.5' },
      b: { B: new Uint8Array([0, 255]) },
      flag: { BOOL: false },
      nothing: { NULL: true },
      list: { L: [{ M: { deep: { L: [{ N: '1' }] } } }] },
      strings: { SS: ['a', 'b'] },
      numbers: { NS: ['1', '2'] },
      binaries: { BS: [new Uint8Array([1])] },
      empty: { S: '' },
    };
    await put(item);
    expect(await get('types', 'ünï')).toEqual(item);
  });
});

describe('consumed capacity', () => {
  it('adds what the index costs to the write', async () => {
    const { ConsumedCapacity } = await put(
      {
        pk: { S: 'cost' },
        sk: { S: '1' },
        status: { S: 'cost' },
        at: { S: '1' },
        text: { S: 'x'.repeat(1500) },
      },
      { ReturnConsumedCapacity: 'INDEXES' },
    );
    expect(ConsumedCapacity).toEqual({
      TableName,
      CapacityUnits: 4,
      Table: { CapacityUnits: 2 },
      GlobalSecondaryIndexes: { 'by-status': { CapacityUnits: 2 } },
    });
  });

  it('is half a unit for an eventually consistent read of up to 4 KB', async () => {
    const { ConsumedCapacity } = await dynamodb.send(
      new GetItemCommand({
        TableName,
        Key: { pk: { S: 'cost' }, sk: { S: '1' } },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(ConsumedCapacity).toMatchObject({ TableName, CapacityUnits: 0.5 });
  });
});

describe('a batch', () => {
  it('writes, reads and deletes several items', async () => {
    const keys = ['1', '2', '3'].map((sk) => ({ pk: { S: 'batch' }, sk: { S: sk } }));
    await dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: keys.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
    const read = () =>
      dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys } } }));
    expect((await read()).Responses?.[TableName]).toHaveLength(3);
    await dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: keys.map((Key) => ({ DeleteRequest: { Key } })) },
      }),
    );
    expect((await read()).Responses?.[TableName]).toEqual([]);
  });

  it('may not name one item twice', async () => {
    const Item = { pk: { S: 'batch' }, sk: { S: '1' } };
    const twice = new BatchWriteItemCommand({
      RequestItems: { [TableName]: [{ PutRequest: { Item } }, { PutRequest: { Item } }] },
    });
    await expect(dynamodb.send(twice)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Provided list of item keys contains duplicates',
    });
  });
});

describe('a call', () => {
  it('with a wrong secret is refused', async () => {
    const stranger = aws.client(DynamoDBClient, {
      credentials: { accessKeyId: 'test', secretAccessKey: 'wrong' },
    });
    await expect(stranger.send(new ScanCommand({ TableName }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });
});
