import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { CreateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aFunction } from '../testing/functions.ts';
import { aRole, clientOf } from '../testing/roles.ts';
import { until } from '../testing/until.ts';
import { streamFixtures } from './lambda-streams-fixtures.ts';

let aws: StartedEmbedded;
let fixtures: ReturnType<typeof streamFixtures>;
beforeAll(async () => {
  aws = await startEmbedded({
    services: ['iam', 'lambda', 'sqs', 'dynamodb', 'dynamodbstreams'],
    log: () => {},
  });
  fixtures = streamFixtures(aws);
});
afterAll(() => aws[Symbol.asyncDispose]());

const READING = ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'];

describe('a role', () => {
  test('reads the streams that its policy names, and no other', async () => {
    const [own, other] = [await fixtures.aTable(), await fixtures.aTable()];
    const role = await aRole(aws, [
      { Action: READING, Resource: own.StreamArn },
      { Action: 'dynamodb:ListStreams', Resource: `${own.StreamArn.replace(/[^/]*$/, '')}*` },
    ]);
    const streams = clientOf(aws, role, DynamoDBStreamsClient);
    await streams.send(new ListStreamsCommand({ TableName: own.TableName }));
    for (const TableName of [other.TableName, undefined]) {
      await expect(streams.send(new ListStreamsCommand({ TableName }))).rejects.toMatchObject({
        name: 'AccessDeniedException',
      });
    }
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: own.StreamArn }));
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: own.StreamArn,
        ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    await streams.send(new GetRecordsCommand({ ShardIterator }));
    await expect(
      streams.send(new DescribeStreamCommand({ StreamArn: other.StreamArn })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /is not authorized to perform: dynamodb:DescribeStream on resource: .*\/stream\/.* because no identity-based policy allows the dynamodb:DescribeStream action$/,
      ),
      $metadata: { httpStatusCode: 400 },
    });
  });

  test.each(READING)('without %s does not read them', async (missing) => {
    const { StreamArn } = await fixtures.aTable();
    const role = await aRole(aws, [
      { Action: READING.filter((action) => action !== missing), Resource: StreamArn },
    ]);
    const streams = clientOf(aws, role, DynamoDBStreamsClient);
    const read = async () => {
      const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
      const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
      const { ShardIterator } = await streams.send(
        new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'LATEST' }),
      );
      await streams.send(new GetRecordsCommand({ ShardIterator }));
    };
    await expect(read()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`is not authorized to perform: ${missing} on resource: ${StreamArn} `),
    });
  });
});

describe("a function's role", () => {
  const create = async (StreamArn: string, role: string, OnFailure?: string) => {
    const FunctionName = await aFunction(fixtures.lambda, 'export const handler = async () => {};', {
      Role: role,
    });
    return fixtures.lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: StreamArn,
        FunctionName,
        StartingPosition: 'TRIM_HORIZON',
        ...(OnFailure ? { DestinationConfig: { OnFailure: { Destination: OnFailure } } } : {}),
      }),
    );
  };

  test.each([...READING, 'dynamodb:ListStreams'])('without %s is not mapped to a stream', async (missing) => {
    const { StreamArn } = await fixtures.aTable();
    const granted = [...READING, 'dynamodb:ListStreams'].filter((action) => action !== missing);
    const role = await aRole(aws, [{ Action: granted, Resource: StreamArn }]);
    await expect(create(StreamArn, role)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: `Cannot access stream ${StreamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`,
    });
  });

  test('is what the stream is read by, and must be able to write to the destination', async () => {
    const { TableName, StreamArn } = await fixtures.aTable();
    const { arn } = await fixtures.aQueue();
    const role = await aRole(aws, [{ Action: [...READING, 'dynamodb:ListStreams'], Resource: StreamArn }]);
    await expect(create(StreamArn, role, arn)).rejects.toMatchObject({
      message: 'The provided execution role does not have permissions to call SendMessage on SQS',
    });
    const { UUID = '' } = await create(StreamArn, role);
    await aws.client(DynamoDBClient).send(new PutItemCommand({ TableName, Item: { id: { S: 'a' } } }));
    await until(async () => {
      const mapping = await aws.context.call<{ LastProcessingResult: string }>(
        'lambda',
        'GetEventSourceMapping',
        { UUID },
        aws.context.root,
      );
      return mapping.LastProcessingResult === 'OK';
    });
  });
});

test('what Lambda reads for a mapping is not billed, what others read is', async () => {
  await aws.aws.meter.reset();
  const streamed = await fixtures.aTable();
  const role = await aRole(aws, [
    { Action: [...READING, 'dynamodb:ListStreams'], Resource: streamed.StreamArn },
  ]);
  const FunctionName = await aFunction(fixtures.lambda, 'export const handler = async () => {};', {
    Role: role,
  });
  const { UUID = '' } = await fixtures.lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: streamed.StreamArn,
      FunctionName,
      StartingPosition: 'TRIM_HORIZON',
    }),
  );
  await fixtures.put(streamed.TableName, 'a');
  await until(async () => {
    const mapping = await aws.context.call<{ LastProcessingResult: string }>(
      'lambda',
      'GetEventSourceMapping',
      { UUID },
      aws.context.root,
    );
    return mapping.LastProcessingResult === 'OK';
  });
  const streams = aws.client(DynamoDBStreamsClient);
  const { StreamArn } = streamed;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  await streams.send(new GetRecordsCommand({ ShardIterator }));
  const { quantities, calls } = await aws.aws.meter.read();
  expect(quantities.filter(({ service }) => service === 'dynamodbstreams')).toEqual([
    { service: 'dynamodbstreams', quantity: 'readRequests', resource: streamed.TableName, amount: 1 },
  ]);
  const read = calls.filter(({ action, caller }) => action === 'GetRecords' && caller === 'root');
  expect(read.map(({ resource }) => resource)).toEqual([streamed.TableName]);
});
