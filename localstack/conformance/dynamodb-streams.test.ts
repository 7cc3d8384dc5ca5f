import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  type StreamViewType,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type _Record as Record,
  type ShardIteratorType,
} from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock, standingTime } from '../embedded/clock/clock.ts';
import { startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { streamedTable } from '../testing/tables.ts';
import { uniqueName } from '../testing/unique-name.ts';

const START = Date.parse('2026-03-05T10:00:00.000Z');
const HOUR = 3_600_000;

let aws: StartedEmbedded;
let dynamodb: DynamoDBClient;
let streams: DynamoDBStreamsClient;
beforeAll(async () => {
  const clock = createClock(standingTime(START));
  aws = await startBackend(['dynamodb', 'dynamodbstreams'], { clock });
  dynamodb = aws.client(DynamoDBClient);
  streams = aws.client(DynamoDBStreamsClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

const advance = (milliseconds: number) => aws.context.clock.advance(milliseconds);

interface Streamed {
  readonly TableName: string;
  readonly StreamArn: string;
  readonly ShardId: string;
}

async function aTable(viewType?: StreamViewType): Promise<{ TableName: string; arn: string | undefined }> {
  const TableName = uniqueName('table');
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand(streamedTable(TableName, viewType)),
  );
  return { TableName, arn: TableDescription?.LatestStreamArn };
}

async function aStream(viewType: StreamViewType = 'NEW_AND_OLD_IMAGES'): Promise<Streamed> {
  const { TableName, arn = '' } = await aTable(viewType);
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }));
  return { TableName, StreamArn: arn, ShardId: StreamDescription?.Shards?.[0]?.ShardId ?? '' };
}

const put = ({ TableName }: { TableName: string }, id: string, text = 'new') =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, text: { S: text } } }));
const remove = ({ TableName }: { TableName: string }, id: string) =>
  dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }));

async function iterator(
  { StreamArn, ShardId }: Streamed,
  ShardIteratorType: ShardIteratorType = 'TRIM_HORIZON',
  SequenceNumber?: string,
): Promise<string> {
  const { ShardIterator = '' } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType, SequenceNumber }),
  );
  return ShardIterator;
}

const read = async (ShardIterator: string, Limit?: number) =>
  streams.send(new GetRecordsCommand({ ShardIterator, Limit }));

async function records(stream: Streamed): Promise<Record[]> {
  return (await read(await iterator(stream))).Records ?? [];
}

const summaries = (list: readonly Record[] = []) =>
  list.map(({ eventName, dynamodb: change }) => `${eventName} ${change?.Keys?.id?.S}`);

describe('a table with a stream', () => {
  it('says which one it is, and the stream says of which table', async () => {
    const { TableName, arn } = await aTable('NEW_IMAGE');
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      LatestStreamArn: arn,
      LatestStreamLabel: arn?.split('/stream/')[1],
    });
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }));
    expect(StreamDescription).toMatchObject({
      StreamArn: arn,
      StreamLabel: Table?.LatestStreamLabel,
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_IMAGE',
      TableName,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      Shards: [{ ShardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/) }],
    });
  });

  it('has a record of each change, with what was there before and after', async () => {
    const stream = await aStream();
    await put(stream, '101', 'New item!');
    await put(stream, '101', 'This item has changed');
    await remove(stream, '101');
    const found = await records(stream);
    const Keys = { id: { S: '101' } };
    const first = { ...Keys, text: { S: 'New item!' } };
    const second = { ...Keys, text: { S: 'This item has changed' } };
    expect(found.map(({ eventName, dynamodb: change }) => ({ eventName, ...change }))).toMatchObject([
      {
        eventName: 'INSERT',
        Keys,
        NewImage: first,
        SizeBytes: 5 + 5 + 13,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      { eventName: 'MODIFY', Keys, NewImage: second, OldImage: first, SizeBytes: 5 + 18 + 30 },
      { eventName: 'REMOVE', Keys, OldImage: second, SizeBytes: 5 + 30 },
    ]);
    expect(found[0]?.dynamodb).not.toHaveProperty('OldImage');
    expect(found[2]?.dynamodb).not.toHaveProperty('NewImage');
    expect(found[0]).toMatchObject({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: { ApproximateCreationDateTime: new Date(Math.floor(aws.context.clock.now() / 1000) * 1000) },
    });
    const numbers = found.map(({ dynamodb: change }) => change?.SequenceNumber ?? '');
    expect(numbers).toEqual(numbers.toSorted());
    expect(new Set(numbers).size).toBe(3);
    for (const number of numbers) expect(number).toMatch(/^\d{21,40}$/);
  });

  it.each<[StreamViewType, boolean, boolean]>([
    ['KEYS_ONLY', false, false],
    ['NEW_IMAGE', true, false],
    ['OLD_IMAGE', false, true],
    ['NEW_AND_OLD_IMAGES', true, true],
  ])('of the view %s shows the new image: %s, the old one: %s', async (view, after, before) => {
    const stream = await aStream(view);
    await put(stream, 'a', 'one');
    await put(stream, 'a', 'two');
    const [, change] = await records(stream);
    expect(change?.dynamodb?.Keys).toEqual({ id: { S: 'a' } });
    expect('NewImage' in (change?.dynamodb ?? {})).toBe(after);
    expect('OldImage' in (change?.dynamodb ?? {})).toBe(before);
  });

  it('has none of a write that changes nothing', async () => {
    const stream = await aStream();
    const { TableName } = stream;
    const set = (...SS: string[]) =>
      dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: 'a' }, tags: { SS } } }));
    await set('x', 'y');
    await set('y', 'x');
    await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { id: { S: 'a' } },
        UpdateExpression: 'DELETE tags :z',
        ExpressionAttributeValues: { ':z': { SS: ['z'] } },
      }),
    );
    await remove(stream, 'never there');
    expect(summaries(await records(stream))).toEqual(['INSERT a']);
  });

  it('has one record for each item of a batch and of a transaction, and none of a cancelled one', async () => {
    const stream = await aStream();
    const { TableName } = stream;
    const item = (id: string) => ({ id: { S: id } });
    await dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: ['a', 'b'].map((id) => ({ PutRequest: { Item: item(id) } })),
        },
      }),
    );
    await dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: [{ DeleteRequest: { Key: item('a') } }, { PutRequest: { Item: item('c') } }],
        },
      }),
    );
    await dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: item('d') } },
          { Delete: { TableName, Key: item('b') } },
          { ConditionCheck: { TableName, Key: item('c'), ConditionExpression: 'attribute_exists(id)' } },
        ],
      }),
    );
    // The second step turns out to be impossible once the first is done.
    const cancelled = dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: item('e') } },
          {
            Update: {
              TableName,
              Key: item('c'),
              UpdateExpression: 'SET a = notThere + :one',
              ExpressionAttributeValues: { ':one': { N: '1' } },
            },
          },
        ],
      }),
    );
    await expect(cancelled).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    expect(summaries(await records(stream)).toSorted()).toEqual(
      ['INSERT a', 'INSERT b', 'REMOVE a', 'INSERT c', 'INSERT d', 'REMOVE b'].toSorted(),
    );
  });

  it("has expired items as DynamoDB's own deletions, and others as nobody's in particular", async () => {
    const stream = await aStream();
    const { TableName } = stream;
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const expiresAt = { N: String(Math.ceil(aws.context.clock.now() / 1000) + 60) };
    await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: 'old' }, expiresAt } }));
    await put(stream, 'other');
    await remove(stream, 'other');
    await advance(HOUR / 30);
    const removals = (await records(stream)).filter(({ eventName }) => eventName === 'REMOVE');
    expect(removals.map(({ dynamodb: change, userIdentity }) => [change?.Keys?.id?.S, userIdentity])).toEqual(
      [
        ['other', undefined],
        ['old', { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' }],
      ],
    );
  });
});

describe('an iterator', () => {
  it('begins where its type says', async () => {
    const stream = await aStream();
    for (const id of ['a', 'b', 'c']) await put(stream, id);
    const [, second] = await records(stream);
    const at = second?.dynamodb?.SequenceNumber;
    const from = async (...[type, number]: [ShardIteratorType, string?]) =>
      summaries((await read(await iterator(stream, type, number))).Records);
    expect(await from('TRIM_HORIZON')).toEqual(['INSERT a', 'INSERT b', 'INSERT c']);
    expect(await from('AT_SEQUENCE_NUMBER', at)).toEqual(['INSERT b', 'INSERT c']);
    expect(await from('AFTER_SEQUENCE_NUMBER', at)).toEqual(['INSERT c']);
    expect(await from('LATEST')).toEqual([]);
    const latest = await iterator(stream, 'LATEST');
    await put(stream, 'd');
    expect(summaries((await read(latest)).Records)).toEqual(['INSERT d']);
  });

  it('goes on with the next one, page by page, and waits at the end of an open shard', async () => {
    const stream = await aStream();
    for (const id of ['a', 'b', 'c']) await put(stream, id);
    const first = await read(await iterator(stream), 2);
    expect(summaries(first.Records)).toEqual(['INSERT a', 'INSERT b']);
    const second = await read(first.NextShardIterator ?? '', 2);
    expect(summaries(second.Records)).toEqual(['INSERT c']);
    const third = await read(second.NextShardIterator ?? '');
    expect(third.Records).toEqual([]);
    await put(stream, 'd');
    expect(summaries((await read(third.NextShardIterator ?? '')).Records)).toEqual(['INSERT d']);
  });

  it('reads a megabyte at a time', async () => {
    const stream = await aStream('NEW_IMAGE');
    for (const id of ['a', 'b', 'c', 'd']) await put(stream, id, 'x'.repeat(300_000));
    expect((await read(await iterator(stream))).Records).toHaveLength(3);
  });

  it('expires after fifteen minutes', async () => {
    const stream = await aStream();
    const ShardIterator = await iterator(stream);
    await advance(15 * 60_000);
    await read(ShardIterator);
    await advance(1);
    await expect(read(ShardIterator)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
  });

  it.each(['nonsense', 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/l|1|nonsense'])(
    'that is none is refused: %s',
    async (ShardIterator) => {
      await expect(read(ShardIterator)).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Invalid ShardIterator',
      });
    },
  );

  it('is not given for a sequence number that is trimmed, none, or not named', async () => {
    const stream = await aStream();
    await put(stream, 'a');
    await put(stream, 'b');
    const [first, second] = (await records(stream)).map(({ dynamodb: change }) => change?.SequenceNumber);
    await advance(25 * HOUR);
    await put(stream, 'c');
    await expect(iterator(stream, 'AT_SEQUENCE_NUMBER', first)).rejects.toMatchObject({
      name: 'TrimmedDataAccessException',
    });
    await expect(iterator(stream, 'AFTER_SEQUENCE_NUMBER', first)).rejects.toMatchObject({
      name: 'TrimmedDataAccessException',
    });
    const after = await read(await iterator(stream, 'AFTER_SEQUENCE_NUMBER', second));
    expect(summaries(after.Records)).toEqual(['INSERT c']);
    for (const number of [undefined, '42', `1${'9'.repeat(23)}`]) {
      await expect(iterator(stream, 'AT_SEQUENCE_NUMBER', number)).rejects.toMatchObject({
        name: 'ValidationException',
      });
    }
  });
});

describe('a change', () => {
  it('can be read for a day', async () => {
    const stream = await aStream();
    await put(stream, 'old');
    await advance(23 * HOUR);
    await put(stream, 'young');
    expect(summaries(await records(stream))).toEqual(['INSERT old', 'INSERT young']);
    await advance(HOUR);
    expect(summaries(await records(stream))).toEqual(['INSERT young']);
  });

  it('that was trimmed under an iterator is missed aloud', async () => {
    const stream = await aStream();
    await advance(1);
    await put(stream, 'old');
    await advance(24 * HOUR - 60_000);
    const ShardIterator = await iterator(stream);
    await put(stream, 'young');
    await advance(10 * 60_000);
    await expect(read(ShardIterator)).rejects.toMatchObject({ name: 'TrimmedDataAccessException' });
  });
});

describe('a stream', () => {
  const change = (TableName: string, StreamEnabled: boolean, StreamViewType?: StreamViewType) =>
    dynamodb.send(
      new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled, StreamViewType } }),
    );

  it('that is disabled ends its shard, and what is enabled again is another one', async () => {
    const stream = await aStream();
    const { TableName, StreamArn } = stream;
    await put(stream, 'a');
    const { TableDescription: without } = await change(TableName, false);
    expect(without?.StreamSpecification).toBeUndefined();
    expect(without?.LatestStreamArn).toBe(StreamArn);
    await put(stream, 'unseen');
    const last = await read(await iterator(stream));
    expect(summaries(last.Records)).toEqual(['INSERT a']);
    expect(last.NextShardIterator).toBeUndefined();
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    expect(StreamDescription).toMatchObject({
      StreamStatus: 'DISABLED',
      Shards: [
        { SequenceNumberRange: { EndingSequenceNumber: last.Records?.[0]?.dynamodb?.SequenceNumber } },
      ],
    });
    const { TableDescription } = await change(TableName, true, 'KEYS_ONLY');
    expect(TableDescription?.LatestStreamArn).not.toBe(StreamArn);
    const { Streams } = await streams.send(new ListStreamsCommand({ TableName }));
    expect(Streams?.map((each) => each.StreamArn).toSorted()).toEqual(
      [StreamArn, TableDescription?.LatestStreamArn].toSorted(),
    );
  });

  it.each<[string, boolean, StreamViewType | undefined, string]>([
    ['an enabled one again', true, 'KEYS_ONLY', 'Table already has an enabled stream: TableName: '],
    ['without a view', true, undefined, 'If stream is being enabled then UpdateViewType is required'],
    ['off, with a view', false, 'KEYS_ONLY', 'If stream is being disabled, then UpdateViewType must not be'],
  ])('is not changed: %s', async (_what, enabled, view, message) => {
    const { TableName } = await aStream();
    await expect(change(TableName, enabled, view)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  it('that is not there cannot be disabled', async () => {
    const { TableName } = await aTable();
    await expect(change(TableName, false)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Table has no stream to disable: TableName: ${TableName}`,
    });
  });

  it('outlives its table until its changes are trimmed', async () => {
    const stream = await aStream();
    await put(stream, 'a');
    const { TableName, StreamArn } = stream;
    await dynamodb.send(new DeleteTableCommand({ TableName }));
    expect(summaries(await records(stream))).toEqual(['INSERT a']);
    await advance(24 * HOUR);
    await expect(streams.send(new DescribeStreamCommand({ StreamArn }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Requested resource not found: Stream: ${StreamArn} not found`,
    });
    expect((await streams.send(new ListStreamsCommand({ TableName }))).Streams).toEqual([]);
  });

  it('is listed page by page', async () => {
    const { TableName } = await aStream();
    await change(TableName, false);
    await change(TableName, true, 'KEYS_ONLY');
    const first = await streams.send(new ListStreamsCommand({ TableName, Limit: 1 }));
    const second = await streams.send(
      new ListStreamsCommand({ TableName, ExclusiveStartStreamArn: first.LastEvaluatedStreamArn }),
    );
    expect([first.Streams?.length, second.Streams?.length]).toEqual([1, 1]);
    expect(second.LastEvaluatedStreamArn).toBeUndefined();
  });

  it('has no shard of another name', async () => {
    const stream = await aStream();
    await expect(iterator({ ...stream, ShardId: 'shardId-00000001-other' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Shard does not exist',
    });
  });
});
