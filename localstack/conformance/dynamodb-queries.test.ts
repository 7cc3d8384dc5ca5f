import {
  type AttributeValue,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
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
const TableName = uniqueName('queries');
beforeAll(() => createItemsTable(dynamodb, TableName));

type Item = Record<string, AttributeValue>;
const put = (Item: Item) => dynamodb.send(new PutItemCommand({ TableName, Item }));

describe('a query', () => {
  const at = (index: number) => `2026-01-${String(index + 1).padStart(2, '0')}`;
  beforeAll(async () => {
    for (let index = 0; index < 25; index++) {
      // Two items share each date, which two items of one index key must survive.
      const when = at(Math.floor(index / 2));
      await put({
        pk: { S: `page-${index}` },
        sk: { S: '1' },
        status: { S: 'paged' },
        at: { S: when },
        odd: { BOOL: index % 2 === 1 },
      });
    }
  });

  async function pages(input: Partial<QueryCommandInput>): Promise<string[][]> {
    const found: string[][] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await dynamodb.send(
        new QueryCommand({
          TableName,
          IndexName: 'by-status',
          KeyConditionExpression: '#status = :status',
          ExpressionAttributeNames: { '#status': 'status' },
          ...input,
          ExpressionAttributeValues: { ':status': { S: 'paged' }, ...input.ExpressionAttributeValues },
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
        }),
      );
      found.push((page.Items ?? []).map((item) => item.pk?.S as string));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  }

  it('walks an index page by page, each item once, in both directions', async () => {
    const forward = (await pages({ Limit: 4 })).flat();
    const backward = (await pages({ Limit: 3, ScanIndexForward: false })).flat();
    expect(new Set(forward).size).toBe(25);
    expect(forward).toHaveLength(25);
    expect(backward).toEqual(forward.toReversed());
  });

  it('counts what a filter leaves out against the limit', async () => {
    const [first] = await pages({
      Limit: 10,
      FilterExpression: 'odd = :yes',
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
    });
    expect(first?.length).toBeLessThan(10);
  });

  it('takes a range of the sort key', async () => {
    const found = await pages({
      KeyConditionExpression: '#status = :status AND #at BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#status': 'status', '#at': 'at' },
      ExpressionAttributeValues: { ':from': { S: at(1) }, ':to': { S: at(2) } },
    });
    expect(found.flat().toSorted()).toEqual(['page-2', 'page-3', 'page-4', 'page-5']);
  });

  it('follows an item to its new place in the index', async () => {
    const Key = { pk: { S: 'moves' }, sk: { S: '1' } };
    await put({ ...Key, status: { S: 'draft' }, at: { S: '1' } });
    await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': { S: 'submitted' } },
      }),
    );
    const inStatus = (status: string) => pages({ ExpressionAttributeValues: { ':status': { S: status } } });
    expect((await inStatus('draft')).flat()).toEqual([]);
    expect((await inStatus('submitted')).flat()).toEqual(['moves']);
  });

  it('needs the whole hash key', async () => {
    const query = pages({
      KeyConditionExpression: '#at = :status',
      ExpressionAttributeNames: { '#at': 'at' },
    });
    await expect(query).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Query condition missed key schema element: status',
    });
  });
});

describe('a scan', () => {
  it('sees every item once, page by page', async () => {
    const seen = new Set<string>();
    let count = 0;
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await dynamodb.send(
        new ScanCommand({ TableName, Limit: 7, ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) }),
      );
      for (const item of page.Items ?? []) seen.add(`${item.pk?.S}/${item.sk?.S}`);
      count += page.Items?.length ?? 0;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(seen.size).toBe(count);
    expect(count).toBeGreaterThan(25);
  });
});
