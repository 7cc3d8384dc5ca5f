import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClock, standingTime } from '../embedded/clock/clock.ts';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { until } from '../testing/until.ts';
import { streamFixtures } from './lambda-streams-fixtures.ts';

const START = Date.parse('2026-03-05T10:00:00.000Z');
const SECOND = 1_000;
const HOUR = 3_600_000;

let aws: StartedEmbedded;
let fixtures: ReturnType<typeof streamFixtures>;
beforeAll(async () => {
  aws = await startEmbedded({
    services: ['lambda', 'sqs', 'dynamodb', 'dynamodbstreams', 'cloudwatch'],
    clock: createClock(standingTime(START)),
    log: () => {},
  });
  // How fast a function answers is not the clock's matter: time passes until it has.
  fixtures = streamFixtures(aws, () => advance(5 * SECOND));
});
afterAll(() => aws[Symbol.asyncDispose]());

const advance = (milliseconds: number) => aws.context.clock.advance(milliseconds);

const mapping = async (UUID: string) => fixtures.lambda.send(new GetEventSourceMappingCommand({ UUID }));

describe('a stream that is mapped to a function', () => {
  test('hands it what was written, also before the mapping, in order', async () => {
    const streamed = await fixtures.aStreamedFunction('', { BatchSize: 2 }, async ({ TableName }) => {
      for (const id of ['a', 'b', 'c']) await fixtures.put(TableName, id);
    });
    expect(await streamed.handed(2)).toEqual([['a', 'b'], ['c']]);
    await streamed.put('d');
    expect((await streamed.handed(3)).at(-1)).toEqual(['d']);
    await until(async () => (await mapping(streamed.UUID)).LastProcessingResult === 'OK');
  });

  test('from the latest on hands it nothing of before, however long it stays quiet', async () => {
    const streamed = await fixtures.aStreamedFunction('', { StartingPosition: 'LATEST' }, ({ TableName }) =>
      fixtures.put(TableName, 'before'),
    );
    await advance(2 * HOUR);
    await streamed.put('after');
    expect(await streamed.handed(1)).toEqual([['after']]);
  });

  test('hands it records in the shape of AWS, expired items as deleted by DynamoDB', async () => {
    const shape = await fixtures.aQueue();
    const streamed = await fixtures.aStreamedFunction(
      `await sqs.send(new SendMessageCommand({ QueueUrl: ${JSON.stringify(shape.url)}, MessageBody: JSON.stringify(records) }));`,
    );
    const { TableName, StreamArn } = streamed;
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
    await fixtures.dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const now = Math.floor(aws.context.clock.now() / 1000);
    const expiresAt = { N: String(now + 60) };
    await streamed.put('a', { expiresAt });
    await streamed.handed(1);
    await advance(120 * SECOND);
    const bodies = await fixtures.messages(shape.url, 2);
    const [[added], [removed]] = bodies.map((body) => JSON.parse(body)) as [[object], [object]];
    const item = { id: { S: 'a' }, expiresAt };
    expect(added).toEqual({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: now,
        Keys: { id: { S: 'a' } },
        NewImage: item,
        SequenceNumber: expect.any(String),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: StreamArn,
    });
    expect(removed).toMatchObject({
      eventName: 'REMOVE',
      dynamodb: { OldImage: item },
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    });
  });

  test('waits for its batching window, or until the batch is full', async () => {
    const streamed = await fixtures.aStreamedFunction('', {
      BatchSize: 3,
      MaximumBatchingWindowInSeconds: 30,
    });
    await streamed.put('a');
    await advance(10 * SECOND);
    await streamed.put('b');
    await advance(19 * SECOND);
    await advance(2 * SECOND);
    expect(await streamed.handed(1)).toEqual([['a', 'b']]);
    for (const id of ['c', 'd', 'e']) await streamed.put(id);
    expect((await streamed.handed(2)).at(-1)).toEqual(['c', 'd', 'e']);
  });

  test('hands it what its filters let through', async () => {
    const streamed = await fixtures.aStreamedFunction('', {
      FilterCriteria: {
        Filters: [
          { Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":[{"prefix":"go"}]}}}}' },
        ],
      },
    });
    await streamed.put('a', { kind: { S: 'bad' } });
    await streamed.put('b', { kind: { S: 'good' } });
    await streamed.put('b', { kind: { S: 'golden' } });
    await streamed.put('c', { kind: { S: 'good' } });
    const ids = (await until(async () => {
      const handed = (await streamed.handed(1)).flat();
      return handed.includes('c') && handed;
    })) as string[];
    expect(ids).toEqual(['b', 'c']);
  });

  test('goes on where it was once it is enabled again, and not at all once it is deleted', async () => {
    const streamed = await fixtures.aStreamedFunction();
    const { UUID } = streamed;
    await streamed.put('a');
    await streamed.handed(1);
    await fixtures.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    await streamed.put('b');
    await advance(SECOND);
    await fixtures.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    expect(await streamed.handed(2)).toEqual([['a'], ['b']]);
    await fixtures.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    await advance(SECOND);
    await streamed.put('c');
    await advance(60 * SECOND);
    expect(await streamed.handed(2)).toHaveLength(2);
  });
});

describe('a batch that fails', () => {
  const failing = "if (ids.includes('bad')) throw new Error('bad');";

  test('blocks its shard, and is tried again until it works', async () => {
    const streamed = await fixtures.aStreamedFunction("if (attempts < 3) throw new Error('not yet');", {
      BatchSize: 1,
    });
    await streamed.put('a');
    await streamed.put('b');
    expect(await streamed.handed(4)).toEqual([['a'], ['a'], ['a'], ['b']]);
  });

  test('is given up after its retries, and the destination learns of it', async () => {
    const { url, arn } = await fixtures.aQueue();
    const streamed = await fixtures.aStreamedFunction(failing, {
      BatchSize: 10,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: arn } },
    });
    await streamed.put('bad');
    await streamed.handed(2);
    await streamed.put('good');
    expect(await streamed.handed(3)).toEqual([['bad'], ['bad'], ['good']]);
    const [body = ''] = await fixtures.messages(url, 1);
    const { DDBStreamBatchInfo, ...rest } = JSON.parse(body);
    expect(rest).toEqual({
      requestContext: {
        requestId: expect.any(String),
        functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${streamed.FunctionName}`,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.any(String),
    });
    expect(DDBStreamBatchInfo).toEqual({
      shardId: expect.stringMatching(/^shardId-/),
      startSequenceNumber: DDBStreamBatchInfo.endSequenceNumber,
      endSequenceNumber: expect.any(String),
      approximateArrivalOfFirstRecord: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
      approximateArrivalOfLastRecord: DDBStreamBatchInfo.approximateArrivalOfFirstRecord,
      batchSize: 1,
      streamArn: streamed.StreamArn,
    });
  });

  test('whose function hangs is given up once that has timed out', async () => {
    const streamed = await fixtures.aStreamedFunction(
      "if (ids.includes('bad')) await new Promise((done) => setTimeout(done, 3_600_000));",
      { BatchSize: 1, MaximumRetryAttempts: 0 },
    );
    await streamed.put('bad');
    await streamed.handed(1);
    await streamed.put('good');
    await advance(11 * SECOND);
    expect(await streamed.handed(2)).toEqual([['bad'], ['good']]);
  });

  test('is split until the bad record is alone', async () => {
    const streamed = await fixtures.aStreamedFunction(
      failing,
      { BatchSize: 4, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 },
      async ({ TableName }) => {
        for (const id of ['a', 'bad', 'b', 'c', 'd']) await fixtures.put(TableName, id);
      },
    );
    expect(await streamed.handed(6)).toEqual([
      ['a', 'bad', 'b', 'c'],
      ['a', 'bad'],
      ['a'],
      ['bad'],
      ['b', 'c'],
      ['d'],
    ]);
  });

  test('goes on at the first record that a partial batch response names', async () => {
    const streamed = await fixtures.aStreamedFunction(
      `if (attempts > 1) return {};
       const failed = records.filter(({ dynamodb }) => ['c', 'b'].includes(dynamodb.Keys.id.S)).reverse();
       return { batchItemFailures: failed.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) };`,
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      async ({ TableName }) => {
        for (const id of ['a', 'b', 'c', 'd']) await fixtures.put(TableName, id);
      },
    );
    expect(await streamed.handed(2)).toEqual([
      ['a', 'b', 'c', 'd'],
      ['b', 'c', 'd'],
    ]);
  });

  test('is given up once its records are too old', async () => {
    const { url, arn } = await fixtures.aQueue();
    const streamed = await fixtures.aStreamedFunction(failing, {
      MaximumRecordAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: arn } },
    });
    await streamed.put('bad');
    await streamed.handed(1);
    const [body = ''] = await fixtures.messages(url, 1);
    expect(JSON.parse(body)).toMatchObject({ requestContext: { condition: 'RecordAgeExceeded' } });
    const before = (await streamed.handed(1)).length;
    await streamed.put('good');
    expect((await streamed.handed(before + 1)).at(-1)).toEqual(['good']);
  });
});

test('how old the last record of a batch was is a metric of the function', async () => {
  const streamed = await fixtures.aStreamedFunction('', { MaximumBatchingWindowInSeconds: 30 });
  await streamed.put('a');
  await advance(31 * SECOND);
  await streamed.handed(1);
  const Dimensions = [{ Name: 'FunctionName', Value: streamed.FunctionName }];
  await until(async () => {
    await advance(60 * SECOND);
    const { Datapoints = [] } = await aws.client(CloudWatchClient).send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName: 'IteratorAge',
        Dimensions,
        StartTime: new Date(START - HOUR),
        EndTime: new Date(aws.context.clock.now() + HOUR),
        Period: 60,
        Statistics: ['Maximum'],
      }),
    );
    return Datapoints.some(({ Maximum = 0, Unit }) => Maximum >= 30_000 && Unit === 'Milliseconds');
  });
});

describe('several batches of a shard at once', () => {
  test('keep the order of each key', async () => {
    const streamed = await fixtures.aStreamedFunction(
      '',
      { ParallelizationFactor: 4, BatchSize: 2 },
      async ({ TableName }) => {
        for (let round = 0; round < 3; round++) {
          for (const id of ['a', 'b', 'c', 'd', 'e']) {
            await fixtures.put(TableName, id, { round: { N: String(round) } });
          }
        }
      },
    );
    const handed = (await until(async () => {
      const all = (await streamed.handed(1)).flat();
      return all.length >= 15 && all;
    })) as string[];
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      expect(handed.filter((one) => one.startsWith(id))).toEqual([0, 1, 2].map((round) => id + round));
    }
  });
});
