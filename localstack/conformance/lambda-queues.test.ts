import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  type FilterCriteria,
  GetEventSourceMappingCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { aFunction } from '../testing/functions.ts';
import { uniqueName } from '../testing/unique-name.ts';
import { until } from '../testing/until.ts';

let aws: StartedEmbedded;
let lambda: LambdaClient;
let sqs: SQSClient;

/** Fails the messages whose body says so. */
const CONSUMER = `
  export const handler = async ({ Records }) => {
    if (Records.some(({ body }) => body === 'whole')) throw new Error('whole batch');
    return { batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;

beforeAll(async () => {
  aws = await startEmbedded({
    services: ['lambda', 'sqs'],
    log: () => {},
    settings: { lambda: { settleWithin: 200 } },
  });
  lambda = aws.client(LambdaClient);
  sqs = aws.client(SQSClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

async function aQueue(visibilityTimeout = 30): Promise<{ url: string; arn: string }> {
  const QueueName = uniqueName('queue');
  const Attributes = { VisibilityTimeout: String(visibilityTimeout) };
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return { url: QueueUrl, arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}` };
}

async function counts(QueueUrl: string): Promise<{ visible: number; inFlight: number }> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return {
    visible: Number(Attributes?.ApproximateNumberOfMessages),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
  };
}

async function aConsumer(
  queue: { arn: string },
  source = CONSUMER,
  FilterCriteria?: FilterCriteria,
): Promise<string> {
  const FunctionName = await aFunction(lambda, source);
  const { UUID = '' } = await lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: queue.arn,
      FunctionName,
      BatchSize: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria,
    }),
  );
  return UUID;
}

function send(QueueUrl: string, ...bodies: string[]) {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  return sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
}

describe('a queue that is mapped to a function', () => {
  test('is emptied of what the function handled', async () => {
    const queue = await aQueue();
    await aConsumer(queue);
    await send(queue.url, 'a', 'b', 'c');
    await until(async () => {
      const { visible, inFlight } = await counts(queue.url);
      return visible + inFlight === 0;
    });
  });

  test('keeps the messages that a partial batch response names, until their visibility timeout ends', async () => {
    const queue = await aQueue();
    const UUID = await aConsumer(queue);
    await send(queue.url, 'good', 'bad', 'good');
    await until(async () => (await counts(queue.url)).inFlight === 1);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    await aws.context.clock.advance(31_000);
    await until(async () => (await counts(queue.url)).visible === 1);
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    expect(Messages).toMatchObject([{ Body: 'bad' }]);
  });

  test('keeps the whole batch when the function fails', async () => {
    const queue = await aQueue();
    await aConsumer(queue);
    await send(queue.url, 'whole', 'good');
    await until(async () => (await counts(queue.url)).inFlight === 2);
  });

  describe('through filters', () => {
    const failing = "export const handler = async () => { throw new Error('called'); };";
    const wanted: FilterCriteria = { Filters: [{ Pattern: '{"body":{"kind":["wanted"]}}' }] };

    test('loses what they do not let through, and its function is not called', async () => {
      const queue = await aQueue();
      await aConsumer(queue, failing, wanted);
      await send(queue.url, '{"kind":"other"}', '{"kind":"wanted"}', 'no JSON');
      await until(async () => {
        const { visible, inFlight } = await counts(queue.url);
        return visible === 0 && inFlight === 1;
      });
    });

    test('has none again once they are taken off', async () => {
      const queue = await aQueue();
      const UUID = await aConsumer(queue, failing, wanted);
      const { FilterCriteria } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
      expect(FilterCriteria).toEqual(wanted);
      const none: FilterCriteria = { Filters: [] };
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, FilterCriteria: none }));
      await send(queue.url, '{"kind":"other"}');
      await until(async () => (await counts(queue.url)).inFlight === 1);
    });

    test('of a pattern that is none is refused', async () => {
      const criteria: FilterCriteria = { Filters: [{ Pattern: '{"body":"wanted"}' }] };
      await expect(aConsumer(await aQueue(), failing, criteria)).rejects.toMatchObject({
        name: 'InvalidParameterValueException',
        message: 'Invalid filter pattern definition.',
      });
    });
  });

  test('sends records in the shape of AWS', async () => {
    const queue = await aQueue();
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: 'hello',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
      }),
    );
    const logged = await aFunction(
      lambda,
      'export const handler = async ({ Records }) => { if (Records[0].eventSource !== "aws:sqs" || Records[0].messageAttributes.kind.stringValue !== "greeting" || Records[0].attributes.ApproximateReceiveCount !== "1" || Records[0].body !== "hello") throw new Error("shape"); };',
    );
    await lambda.send(
      new CreateEventSourceMappingCommand({ EventSourceArn: queue.arn, FunctionName: logged }),
    );
    await until(async () => {
      const { visible, inFlight } = await counts(queue.url);
      return visible + inFlight === 0;
    });
  });

  test('keeps what came while the mapping was off for when it is on again', async () => {
    const queue = await aQueue();
    const UUID = await aConsumer(queue);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    await send(queue.url, 'a');
    await until(async () => (await counts(queue.url)).visible === 1);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    await until(async () => {
      const { visible, inFlight } = await counts(queue.url);
      return visible + inFlight === 0;
    });
  });

  test('is left alone once the mapping is gone', async () => {
    const queue = await aQueue();
    const UUID = await aConsumer(queue);
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    await expect(lambda.send(new GetEventSourceMappingCommand({ UUID }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await send(queue.url, 'a');
    await aws.context.clock.advance(60_000);
    const { visible, inFlight } = await counts(queue.url);
    expect(visible + inFlight).toBe(1);
  });
});

describe('a mapping', () => {
  test('reads back what was sent, and is found by its function', async () => {
    const queue = await aQueue();
    const FunctionName = await aFunction(lambda, CONSUMER);
    const made = await lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: queue.arn,
        FunctionName,
        BatchSize: 50,
        MaximumBatchingWindowInSeconds: 5,
        ScalingConfig: { MaximumConcurrency: 2 },
      }),
    );
    const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
    expect(EventSourceMappings).toMatchObject([
      {
        UUID: made.UUID,
        BatchSize: 50,
        MaximumBatchingWindowInSeconds: 5,
        State: 'Enabled',
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    ]);
  });

  test.each([
    [
      'an encryption key, by name',
      { KMSKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/1' },
      'NotImplemented',
    ],
    ['a large batch without a window', { BatchSize: 11 }, 'InvalidParameterValueException'],
    [
      'a queue that is not there',
      { EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:nowhere' },
      'InvalidParameterValueException',
    ],
  ])('is refused with %s', async (_what, settings, name) => {
    const queue = await aQueue();
    const FunctionName = await aFunction(lambda, CONSUMER);
    const create = new CreateEventSourceMappingCommand({
      EventSourceArn: queue.arn,
      FunctionName,
      ...settings,
    });
    await expect(lambda.send(create)).rejects.toMatchObject({ name });
  });

  test('is refused when the queue shows messages again before the function has timed out', async () => {
    const queue = await aQueue(5);
    const FunctionName = await aFunction(lambda, CONSUMER);
    const create = new CreateEventSourceMappingCommand({ EventSourceArn: queue.arn, FunctionName });
    await expect(lambda.send(create)).rejects.toMatchObject({
      message: 'Queue visibility timeout: 5 seconds is less than Function timeout: 10 seconds',
    });
  });
});

test('an asynchronous event that keeps failing ends in the failure destination', async () => {
  const queue = await aQueue();
  const FunctionName = await aFunction(
    lambda,
    `export const handler = async () => { throw new Error('no'); };`,
  );
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: queue.arn } },
    }),
  );
  await lambda.send(
    new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from('{"a":1}') }),
  );
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 5 }));
  expect(JSON.parse(Messages?.[0]?.Body ?? '{}')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
    requestPayload: { a: 1 },
    responsePayload: { errorMessage: 'no' },
  });
});
