import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';

const aws = await startBackend(['dynamodb']);
afterAll(() => aws[Symbol.asyncDispose]());
const dynamodb = aws.client(DynamoDBClient);
const TableName = uniqueName('transactions');

beforeAll(() =>
  dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  ),
);

const put = (pk: string, more: Record<string, AttributeValue> = {}) => ({
  TableName,
  Item: { pk: { S: pk }, ...more },
});
const get = async (pk: string) =>
  (await dynamodb.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }))).Item;
const write = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  dynamodb.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
const add = (pk: string): TransactWriteItem => ({
  Update: {
    TableName,
    Key: { pk: { S: pk } },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  },
});

describe('a transaction', () => {
  it('writes all of its items', async () => {
    await write([{ Put: put('all-1') }, { Put: put('all-2') }]);
    const { Responses } = await dynamodb.send(
      new TransactGetItemsCommand({
        TransactItems: ['all-1', 'none', 'all-2'].map((pk) => ({
          Get: { TableName, Key: { pk: { S: pk } } },
        })),
      }),
    );
    expect(Responses?.map(({ Item }) => Item?.pk?.S)).toEqual(['all-1', undefined, 'all-2']);
  });

  it('writes nothing when one condition fails, and says which', async () => {
    await dynamodb.send(new PutItemCommand(put('there')));
    const failing = write([
      { Put: put('not-written') },
      {
        ConditionCheck: {
          TableName,
          Key: { pk: { S: 'there' } },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ]);
    await expect(failing).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'there' } } },
      ],
    });
    expect(await get('not-written')).toBeUndefined();
  });

  it('undoes what it did when a later update is impossible', async () => {
    await dynamodb.send(new PutItemCommand(put('text', { n: { S: 'no number' } })));
    await dynamodb.send(new PutItemCommand(put('number', { n: { N: '1' } })));
    await expect(write([add('number'), add('fresh'), add('text')])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'None' }, { Code: 'ValidationError' }],
    });
    expect((await get('number'))?.n).toEqual({ N: '1' });
    expect(await get('fresh')).toBeUndefined();
  });

  it('is carried out once for one token', async () => {
    await write([add('once')], 'token-1');
    await write([add('once')], 'token-1');
    expect((await get('once'))?.n).toEqual({ N: '1' });
    await expect(write([add('other')], 'token-1')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('may not name one item twice', async () => {
    await expect(write([{ Put: put('twice') }, add('twice')])).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    });
  });

  it('wins alone when ten want the same new item', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        write([
          { Put: { ...put('contested'), ConditionExpression: 'attribute_not_exists(pk)' } },
          add('wins'),
        ]),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await get('wins'))?.n).toEqual({ N: '1' });
  });
});
