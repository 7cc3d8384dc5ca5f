import {
  CreateTableCommand,
  DeleteItemCommand,
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock, standingTime } from '../embedded/clock/clock.ts';
import { ChangeLog } from '../embedded/dynamodb/tables/change-log.ts';
import { createMemoryStorage } from '../embedded/storage/storage.ts';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { uniqueName } from '../testing/unique-name.ts';

const START = Date.parse('2026-03-05T10:00:00.000Z');

let aws: StartedEmbedded;
let dynamodb: DynamoDBClient;
beforeAll(async () => {
  aws = await startEmbedded({ services: ['dynamodb'], clock: createClock(standingTime(START)) });
  dynamodb = aws.client(DynamoDBClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

async function aTable(recovery = true): Promise<string> {
  const TableName = uniqueName('table');
  const key = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' as const }];
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: key('id'),
      AttributeDefinitions: ['id', 'owner'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      GlobalSecondaryIndexes: [
        { IndexName: 'owner', KeySchema: key('owner'), Projection: { ProjectionType: 'ALL' } },
      ],
    }),
  );
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: recovery };
  await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  return TableName;
}

const put = (TableName: string, id: string, text: string) =>
  dynamodb.send(
    new PutItemCommand({ TableName, Item: { id: { S: id }, owner: { S: 'o' }, text: { S: text } } }),
  );

/** A moment between what was done before and what is done after it. */
async function moment(): Promise<Date> {
  await aws.context.clock.advance(1_000);
  const now = new Date(aws.context.clock.now());
  await aws.context.clock.advance(1_000);
  return now;
}

async function restored(SourceTableName: string, RestoreDateTime: Date): Promise<string> {
  const TargetTableName = uniqueName('restored');
  await dynamodb.send(
    new RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName, RestoreDateTime }),
  );
  return TargetTableName;
}

async function contents(TableName: string): Promise<Record<string, string | undefined>> {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
  return Object.fromEntries(Items.map(({ id, text }) => [id?.S, text?.S]));
}

describe('a restored table', () => {
  it('has the items of that moment: not what was added, all that was changed or deleted', async () => {
    const table = await aTable();
    await put(table, 'changed', 'before');
    await put(table, 'deleted', 'here');
    const before = await moment();
    await put(table, 'changed', 'after');
    await put(table, 'changed', 'later');
    await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: { id: { S: 'deleted' } } }));
    await put(table, 'added', 'new');
    expect(await contents(await restored(table, before))).toEqual({ changed: 'before', deleted: 'here' });
    expect(await contents(table)).toEqual({ changed: 'later', added: 'new' });
  });

  it('has the indexes of the old one, filled', async () => {
    const table = await aTable();
    await put(table, 'a', '1');
    const TableName = await restored(table, await moment());
    const { Items } = await dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: 'owner',
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': { S: 'o' } },
      }),
    );
    expect(Items?.map(({ id }) => id?.S)).toEqual(['a']);
  });

  it('is not restorable itself until that is turned on', async () => {
    const table = await aTable();
    const copy = await restored(table, await moment());
    await expect(restored(copy, await moment())).rejects.toMatchObject({
      name: 'PointInTimeRecoveryUnavailableException',
    });
  });
});

describe('a restore is refused', () => {
  it('to a moment before recovery was on, or after now', async () => {
    const early = await moment();
    const table = await aTable();
    const outOfBounds = { name: 'InvalidRestoreTimeException' };
    await expect(restored(table, early)).rejects.toMatchObject(outOfBounds);
    const late = new Date(aws.context.clock.now() + 1_000);
    await expect(restored(table, late)).rejects.toMatchObject(outOfBounds);
  });

  it('without recovery, of a table that is not there, and onto one that is', async () => {
    const off = await aTable(false);
    const now = new Date(START);
    await expect(restored(off, now)).rejects.toMatchObject({
      name: 'PointInTimeRecoveryUnavailableException',
    });
    await expect(restored(uniqueName('none'), now)).rejects.toMatchObject({ name: 'TableNotFoundException' });
    const onto = new RestoreTableToPointInTimeCommand({
      SourceTableName: await aTable(),
      TargetTableName: off,
      UseLatestRestorableTime: true,
    });
    await expect(dynamodb.send(onto)).rejects.toMatchObject({ name: 'TableAlreadyExistsException' });
  });
});

it('says since when a table can be restored', async () => {
  const since = aws.context.clock.now();
  const TableName = await aTable();
  await moment();
  const { ContinuousBackupsDescription } = await dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
    EarliestRestorableDateTime: new Date(since),
    LatestRestorableDateTime: new Date(aws.context.clock.now()),
  });
});

it('forgets the oldest changes when there are too many, and says so', async () => {
  const rows = createMemoryStorage().collection<string>('rows');
  const clock = createClock(standingTime(START));
  const log = new ChangeLog(rows, clock, 1_000);
  log.remember(true);
  const values = new Map<number, string>();
  for (let second = 1; second <= 2_000; second++) {
    await clock.advance(1_000);
    log.rows.set('a', `text ${second}`);
    values.set(clock.now(), `text ${second}`);
  }
  const earliest = log.earliest ?? 0;
  expect(earliest).toBeGreaterThan(START + 1_900_000);
  expect(earliest).toBeLessThan(clock.now());
  for (const [at, text] of values) if (at >= earliest) expect(log.at(at).get('a')).toBe(text);
});
