import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';

const aws = await startBackend(['dynamodb']);
afterAll(() => aws[Symbol.asyncDispose]());
const dynamodb = aws.client(DynamoDBClient);
const TableName = uniqueName('select');

const item = {
  pk: { S: 'order' },
  sk: { S: '1' },
  at: { S: '2026-01-01' },
  note: { S: 'n' },
  tag: { S: 't' },
  parts: { M: { a: { S: 'a' } } },
};

/** A table whose global index holds the tag, and whose local index the note, besides the keys. */
beforeAll(async () => {
  const attributes = ['pk', 'sk', 'at'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  }));
  const key = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes,
      KeySchema: key('pk', 'sk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'global',
          KeySchema: key('at', 'pk'),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['tag'] },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'local',
          KeySchema: key('pk', 'at'),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['note'] },
        },
      ],
    }),
  );
  await dynamodb.send(new PutItemCommand({ TableName, Item: item }));
});

const global = {
  IndexName: 'global',
  KeyConditionExpression: '#at = :at',
  ExpressionAttributeNames: { '#at': 'at' },
  ExpressionAttributeValues: { ':at': { S: '2026-01-01' } },
};
const local = {
  IndexName: 'local',
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'order' } },
};
const query = (input: Partial<QueryCommandInput>) => dynamodb.send(new QueryCommand({ TableName, ...input }));

describe('Select', () => {
  it.each([
    [
      { Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'sk' },
      'Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES',
    ],
    [
      { Select: 'COUNT', ProjectionExpression: 'sk' },
      'Cannot specify the ProjectionExpression when choosing to get only the Count',
    ],
    [
      { Select: 'SPECIFIC_ATTRIBUTES' },
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    ],
    [
      { Select: 'ALL_PROJECTED_ATTRIBUTES' },
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    ],
    [
      { Select: 'ALL_PROJECTED_ATTRIBUTES', IndexName: 'global', ProjectionExpression: 'sk' },
      'Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES',
    ],
    [
      { Select: 'ALL_ATTRIBUTES', AttributesToGet: ['sk'] },
      'Cannot specify the AttributesToGet when choosing to get ALL_ATTRIBUTES',
    ],
  ] as const)('that contradicts the rest is refused: %o', async (input, message) => {
    const { AttributesToGet, ...rest } = { AttributesToGet: undefined, ...input };
    const scan = new ScanCommand({
      TableName,
      ...rest,
      ...(AttributesToGet ? { AttributesToGet: [...AttributesToGet] } : {}),
    });
    const refused = await dynamodb.send(scan).catch((error: Error) => error);
    expect(refused).toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) });
  });

  it('counts without items, and chooses named attributes or those of the index', async () => {
    const counted = await query({ ...local, Select: 'COUNT' });
    expect([counted.Count, counted.Items]).toEqual([1, undefined]);
    const named = await query({ ...local, Select: 'SPECIFIC_ATTRIBUTES', ProjectionExpression: 'note' });
    expect(named.Items).toEqual([{ note: item.note }]);
    const { pk, sk, at, note, tag } = item;
    expect((await query({ ...local, Select: 'ALL_PROJECTED_ATTRIBUTES' })).Items).toEqual([
      { pk, sk, at, note },
    ]);
    expect((await query(global)).Items).toEqual([{ pk, sk, at, tag }]);
  });
});

describe('what an index does not hold', () => {
  it('is read from the table for a local index', async () => {
    expect((await query({ ...local, Select: 'ALL_ATTRIBUTES' })).Items).toEqual([item]);
    const projected = await query({ ...local, ProjectionExpression: 'tag, parts.a' });
    expect(projected.Items).toEqual([{ tag: item.tag, parts: item.parts }]);
  });

  it('is refused for a global index', async () => {
    await expect(query({ ...global, Select: 'ALL_ATTRIBUTES' })).rejects.toThrow(
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index global because its projection type is not ALL',
    );
    await expect(query({ ...global, ProjectionExpression: 'sk, note, parts.a' })).rejects.toThrow(
      /^One or more parameter values were invalid: Global secondary index global does not project \[/,
    );
  });

  it.each([
    ['global', global],
    ['local', local],
  ])('is refused in a filter: %s', async (index, input) => {
    const filtered = query({
      ...input,
      FilterExpression: 'parts.a = :a',
      ExpressionAttributeValues: { ...input.ExpressionAttributeValues, ':a': { S: 'a' } },
    });
    await expect(filtered).rejects.toThrow(
      `One or more parameter values were invalid: Secondary index ${index} does not project one or more filter attributes: [parts]`,
    );
  });
});
