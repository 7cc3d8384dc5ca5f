import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import type { StartedEmbedded } from '../testing/embedded.ts';
import { aFunction } from '../testing/functions.ts';
import { uniqueName } from '../testing/unique-name.ts';
import { streamFixtures } from './lambda-streams-fixtures.ts';

type Settings = Partial<CreateEventSourceMappingCommandInput>;
type Row = readonly [what: string, settings: Settings, name: string, message: string];

const INVALID = 'InvalidParameterValueException';
const VALIDATION = 'ValidationException';

let aws: StartedEmbedded;
let fixtures: ReturnType<typeof streamFixtures>;
let FunctionName: string;
let StreamArn: string;
let queue: string;
let fifo: string;
beforeAll(async () => {
  aws = await startBackend(['lambda', 'sqs', 'dynamodb', 'dynamodbstreams'], { log: () => {} });
  fixtures = streamFixtures(aws);
  FunctionName = await aFunction(fixtures.lambda, 'export const handler = async () => {};');
  ({ StreamArn } = await fixtures.aTable());
  queue = (await fixtures.aQueue()).arn;
  const QueueName = `${uniqueName('queue')}.fifo`;
  await fixtures.sqs.send(new CreateQueueCommand({ QueueName, Attributes: { FifoQueue: 'true' } }));
  fifo = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
});
afterAll(() => aws[Symbol.asyncDispose]());

const create = (EventSourceArn: string, settings: Settings) =>
  fixtures.lambda.send(new CreateEventSourceMappingCommand({ EventSourceArn, FunctionName, ...settings }));

const constraint = (value: string | number, member: string, rule: string) =>
  `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`;
const most = (value: number, member: string, limit: number) =>
  constraint(value, member, `Member must have value less than or equal to ${limit}`);
const least = (value: number, member: string, limit: number) =>
  constraint(value, member, `Member must have value greater than or equal to ${limit}`);

describe('a mapping of a queue is refused', () => {
  test.each<Row>([
    ['without a message', { BatchSize: 0 }, VALIDATION, least(0, 'batchSize', 1)],
    ['with too many', { BatchSize: 10_001 }, VALIDATION, most(10_001, 'batchSize', 10_000)],
    [
      'with too long a window',
      { MaximumBatchingWindowInSeconds: 301 },
      VALIDATION,
      most(301, 'maximumBatchingWindowInSeconds', 300),
    ],
    [
      'with more than ten and no window',
      { BatchSize: 11 },
      INVALID,
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    ],
    [
      'with another type of response',
      { FunctionResponseTypes: ['ReportEverything' as never] },
      VALIDATION,
      constraint(
        '[ReportEverything]',
        'functionResponseTypes',
        'Member must satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]',
      ),
    ],
    [
      'with one batch at once',
      { ScalingConfig: { MaximumConcurrency: 1 } },
      VALIDATION,
      least(1, 'scalingConfig.maximumConcurrency', 2),
    ],
    [
      'with a position in a stream',
      { StartingPosition: 'LATEST' },
      INVALID,
      'StartingPosition is not valid for SQS event sources.',
    ],
  ])('%s', async (_what, settings, name, message) => {
    await expect(create(queue, settings)).rejects.toMatchObject({ name, message });
  });
});

describe('a mapping of a FIFO queue is refused', () => {
  test.each<Row>([
    [
      'with a window',
      { MaximumBatchingWindowInSeconds: 1 },
      INVALID,
      'Batching window is not supported for FIFO queues',
    ],
    [
      'with more than ten messages',
      { BatchSize: 11 },
      INVALID,
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    ],
  ])('%s', async (_what, settings, name, message) => {
    await expect(create(fifo, settings)).rejects.toMatchObject({ name, message });
  });
});

describe('a mapping of a stream is refused', () => {
  test.each<Row>([
    [
      'without a position',
      { StartingPosition: undefined },
      INVALID,
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    ],
    [
      'at a position that is none',
      { StartingPosition: '0' as never },
      VALIDATION,
      constraint(
        '0',
        'startingPosition',
        'Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]',
      ),
    ],
    [
      'at the latest record of a time',
      { StartingPosition: 'LATEST', StartingPositionTimestamp: new Date(1_741_010_802_000) },
      INVALID,
      'Timestamp only valid with StartingPosition AT_TIMESTAMP',
    ],
    [
      'with more than ten batches at once',
      { ParallelizationFactor: 11 },
      VALIDATION,
      most(11, 'parallelizationFactor', 10),
    ],
    [
      'with too many retries',
      { MaximumRetryAttempts: 10_001 },
      VALIDATION,
      most(10_001, 'maximumRetryAttempts', 10_000),
    ],
    [
      'with too high an age',
      { MaximumRecordAgeInSeconds: 604_801 },
      VALIDATION,
      most(604_801, 'maximumRecordAgeInSeconds', 604_800),
    ],
    [
      'with a pattern that is none',
      { FilterCriteria: { Filters: [{ Pattern: '"single-string"' }] } },
      INVALID,
      'Invalid filter pattern definition.',
    ],
  ])('%s', async (_what, settings, name, message) => {
    await expect(create(StreamArn, { StartingPosition: 'TRIM_HORIZON', ...settings })).rejects.toMatchObject({
      name,
      message,
    });
  });

  test('at a point in time', async () => {
    const at = { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: new Date(0) } as const;
    await expect(create(StreamArn, at)).rejects.toMatchObject({
      name: INVALID,
      message: `Unsupported starting position for arn type: ${StreamArn}`,
    });
  });

  test('where there is no such stream', async () => {
    const arn = `${StreamArn}9`;
    await expect(create(arn, { StartingPosition: 'LATEST' })).rejects.toMatchObject({
      name: INVALID,
      message: `Stream not found: ${arn}`,
    });
  });

  test.each<[string, Settings]>([
    ['tumbling windows', { TumblingWindowInSeconds: 60 }],
    [
      'a topic as its destination',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:000000000000:t' } } },
    ],
  ])('by name with %s, which are not emulated', async (_what, settings) => {
    await expect(create(StreamArn, { StartingPosition: 'LATEST', ...settings })).rejects.toMatchObject({
      name: 'NotImplemented',
    });
  });

  test('where there is one already', async () => {
    const { StreamArn: arn } = await fixtures.aTable();
    const { UUID } = await create(arn, { StartingPosition: 'LATEST' });
    await expect(create(arn, { StartingPosition: 'LATEST' })).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `The event source arn (" ${arn} ") and function (" ${FunctionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    });
  });
});

describe('a mapping of a stream', () => {
  test('is described with what was sent, and what AWS takes for the rest', async () => {
    const { StreamArn: arn } = await fixtures.aTable();
    const { UUID } = await create(arn, { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 1 });
    const found = await fixtures.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    expect(found).toMatchObject({
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      EventSourceArn: arn,
      FunctionResponseTypes: [],
      LastProcessingResult: 'No records processed',
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: 1,
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
      State: 'Enabled',
      StateTransitionReason: 'User action',
      TumblingWindowInSeconds: 0,
    });
  });

  test('is changed member by member', async () => {
    const { StreamArn: arn } = await fixtures.aTable();
    const { UUID } = await create(arn, { StartingPosition: 'LATEST', BatchSize: 5 });
    const changed = await fixtures.lambda.send(
      new UpdateEventSourceMappingCommand({
        UUID,
        MaximumRetryAttempts: 2,
        BisectBatchOnFunctionError: true,
        ParallelizationFactor: 3,
      }),
    );
    expect(changed).toMatchObject({
      BatchSize: 5,
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      ParallelizationFactor: 3,
      StartingPosition: 'LATEST',
    });
  });
});

test('a queue can have larger batches in a second step than its window in the first', async () => {
  const { arn } = await fixtures.aQueue();
  const { UUID } = await create(arn, { MaximumBatchingWindowInSeconds: 5 });
  const changed = await fixtures.lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 100 }));
  expect(changed.BatchSize).toBe(100);
});
