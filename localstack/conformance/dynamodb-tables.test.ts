import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, startBackend } from '../testing/backend.ts';

const aws = await startBackend(['dynamodb', 'kms']);
afterAll(() => aws[Symbol.asyncDispose]());
const dynamodb = aws.client(DynamoDBClient);

let made = 0;
function tableInput(overrides: Partial<CreateTableCommandInput> = {}): CreateTableCommandInput {
  return {
    TableName: `table-${++made}`,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    ...overrides,
  };
}

async function aTable(overrides: Partial<CreateTableCommandInput> = {}): Promise<string> {
  const { TableDescription } = await dynamodb.send(new CreateTableCommand(tableInput(overrides)));
  return TableDescription?.TableName as string;
}

describe('a table', () => {
  it('reads back everything it was created with', async () => {
    const TableName = await aTable({
      AttributeDefinitions: ['pk', 'sk', 'owner'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-owner',
          KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['amount'] },
          OnDemandThroughput: { MaxReadRequestUnits: 5, MaxWriteRequestUnits: 5 },
        },
      ],
      DeletionProtectionEnabled: true,
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      SSESpecification: { Enabled: true },
      OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 20 },
      Tags: [{ Key: 'stage', Value: 'test' }],
    });
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${TableName}`,
      ItemCount: 0,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      DeletionProtectionEnabled: true,
      TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
      OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 20 },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-owner',
          IndexStatus: 'ACTIVE',
          IndexArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${TableName}/index/by-owner`,
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['amount'] },
          OnDemandThroughput: { MaxReadRequestUnits: 5, MaxWriteRequestUnits: 5 },
        },
      ],
    });
    const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
    expect(Tags).toEqual([{ Key: 'stage', Value: 'test' }]);
  });

  describe('says what it can take at once', () => {
    const warmth = async (TableName: string) => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      return [
        Table?.WarmThroughput,
        ...(Table?.GlobalSecondaryIndexes ?? []).map((one) => one.WarmThroughput),
      ];
    };
    const units = (ReadUnitsPerSecond: number, WriteUnitsPerSecond: number) => ({
      ReadUnitsPerSecond,
      WriteUnitsPerSecond,
      Status: 'ACTIVE',
    });
    const provisioned = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({
      ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits },
    });
    const byOwner = {
      IndexName: 'by-owner',
      KeySchema: [{ AttributeName: 'sk', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    };

    it('paid by request, and its indexes', async () => {
      const TableName = await aTable({ GlobalSecondaryIndexes: [byOwner] });
      expect(await warmth(TableName)).toEqual([units(12_000, 4_000), units(12_000, 4_000)]);
    });

    it('provisioned: never less than it ever had', async () => {
      const TableName = await aTable({
        BillingMode: 'PROVISIONED',
        ...provisioned(2, 3),
        GlobalSecondaryIndexes: [{ ...byOwner, ...provisioned(1, 1) }],
      });
      expect(await warmth(TableName)).toEqual([units(2, 3), units(1, 1)]);
      for (const size of [provisioned(5, 4), provisioned(1, 1)]) {
        await dynamodb.send(new UpdateTableCommand({ TableName, ...size }));
      }
      expect(await warmth(TableName)).toEqual([units(5, 4), units(1, 1)]);
    });

    it('as it was asked to, and never less', async () => {
      const TableName = await aTable();
      const change = (ReadUnitsPerSecond: number) =>
        dynamodb.send(new UpdateTableCommand({ TableName, WarmThroughput: { ReadUnitsPerSecond } }));
      await change(13_000);
      expect(await warmth(TableName)).toEqual([units(13_000, 4_000)]);
      await expect(change(12_000)).rejects.toMatchObject({
        name: 'ValidationException',
        message:
          'One or more parameter values were invalid: Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported',
      });
    });
  });

  it('cannot be created twice', async () => {
    const TableName = await aTable();
    await expect(dynamodb.send(new CreateTableCommand(tableInput({ TableName })))).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: `Table already exists: ${TableName}`,
    });
  });

  it('needs every key attribute defined', async () => {
    const input = tableInput({ AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }] });
    await expect(dynamodb.send(new CreateTableCommand(input))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Invalid KeySchema: Some index key attribute have no definition',
    });
  });

  it('is not found by a name that was never created', async () => {
    await expect(dynamodb.send(new DescribeTableCommand({ TableName: 'nowhere' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: nowhere not found',
    });
  });

  it('is listed page by page', async () => {
    await aTable();
    const first = await dynamodb.send(new ListTablesCommand({ Limit: 1 }));
    expect(first.TableNames).toHaveLength(1);
    const rest = await dynamodb.send(
      new ListTablesCommand({ ExclusiveStartTableName: first.LastEvaluatedTableName }),
    );
    expect(rest.TableNames).not.toContain(first.TableNames?.[0]);
  });

  it('under deletion protection is deleted only once that is off', async () => {
    const TableName = await aTable({ DeletionProtectionEnabled: true });
    await expect(dynamodb.send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('protected against deletion'),
    });
    await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await dynamodb.send(new DeleteTableCommand({ TableName }));
    await expect(dynamodb.send(new DescribeTableCommand({ TableName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('fills an index that is added later', async () => {
    const TableName = await aTable();
    const Item = { pk: { S: 'a' }, sk: { S: 'b' }, owner: { S: 'me' } };
    await dynamodb.send(new PutItemCommand({ TableName, Item }));
    await dynamodb.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'owner', AttributeType: 'S' }],
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: 'by-owner',
              KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          },
        ],
      }),
    );
    const { Items } = await dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-owner',
        KeyConditionExpression: '#owner = :me',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':me': { S: 'me' } },
      }),
    );
    expect(Items).toEqual([Item]);
  });
});

describe('a local index', () => {
  it('is queried in its own order, and fetches what it does not hold', async () => {
    const TableName = await aTable({
      AttributeDefinitions: ['pk', 'sk', 'due'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      LocalSecondaryIndexes: [
        {
          IndexName: 'by-due',
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'due', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
    for (const [sk, due] of [
      ['1', 'z'],
      ['2', 'a'],
    ]) {
      const Item = { pk: { S: 'p' }, sk: { S: sk as string }, due: { S: due as string }, note: { S: 'n' } };
      await dynamodb.send(new PutItemCommand({ TableName, Item }));
    }
    const query = async (Select: 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES') => {
      const { Items } = await dynamodb.send(
        new QueryCommand({
          TableName,
          IndexName: 'by-due',
          Select,
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': { S: 'p' } },
        }),
      );
      return Items?.map(({ sk, note }) => [sk?.S, note?.S]);
    };
    expect(await query('ALL_PROJECTED_ATTRIBUTES')).toEqual([
      ['2', undefined],
      ['1', undefined],
    ]);
    expect(await query('ALL_ATTRIBUTES')).toEqual([
      ['2', 'n'],
      ['1', 'n'],
    ]);
  });
});

describe('tags', () => {
  it('are added, replaced and removed', async () => {
    const ResourceArn = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${await aTable()}`;
    await dynamodb.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: '1' }] }));
    await dynamodb.send(
      new TagResourceCommand({ ResourceArn, Tags: ['a', 'b'].map((Key) => ({ Key, Value: '2' })) }),
    );
    await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['b'] }));
    const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(Tags).toEqual([{ Key: 'a', Value: '2' }]);
  });
});

describe('time to live', () => {
  it('removes an item when its expiry comes, from the table and its indexes', async () => {
    const TableName = await aTable();
    await dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      }),
    );
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    const inAnHour = String(Math.ceil(aws.context.clock.now() / 1000) + 3600);
    const put = (sk: string, expiresAt?: string) =>
      dynamodb.send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: 'a' }, sk: { S: sk }, ...(expiresAt ? { expiresAt: { N: expiresAt } } : {}) },
        }),
      );
    await put('goes', inAnHour);
    await put('stays');
    await put('was going', inAnHour);
    await put('was going');
    await aws.context.clock.advance(3_500_000);
    expect((await dynamodb.send(new ScanCommand({ TableName }))).Count).toBe(3);
    await aws.context.clock.advance(200_000);
    const { Items } = await dynamodb.send(new ScanCommand({ TableName }));
    expect(Items?.map((item) => item.sk?.S)).toEqual(['stays', 'was going']);
  });

  it('is not enabled twice', async () => {
    const TableName = await aTable();
    const enable = new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    await dynamodb.send(enable);
    await expect(dynamodb.send(enable)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'TimeToLive is already enabled',
    });
  });
});

describe('point-in-time recovery', () => {
  it('reads back its period', async () => {
    const TableName = await aTable();
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
      }),
    );
    const { ContinuousBackupsDescription } = await dynamodb.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 7,
    });
  });
});
