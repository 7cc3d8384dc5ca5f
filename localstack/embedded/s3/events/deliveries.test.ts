import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../../../testing/embedded.ts';
import { aFunction } from '../../../testing/functions.ts';
import { createClock, standingTime } from '../../clock/clock.ts';
import type { MeterReading } from '../../meter/reading.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const START = Date.parse('2026-11-29T00:00:00Z');
const ARN = 'arn:aws:sqs:us-east-1:000000000000:events';
const policyOf = (Effect: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect, Principal: { Service: 's3.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: ARN },
    ],
  });

/** An AWS with S3 and SQS, where a bucket notifies a queue of what is put into it. */
async function start(options: { readonly dataDirectory?: string; readonly time?: number } = {}) {
  const { dataDirectory, time = START } = options;
  const logged: string[] = [];
  const aws = await startEmbedded({
    services: ['s3', 'sqs', 'lambda', 'cloudwatchlogs'],
    clock: createClock(standingTime(time)),
    log: (message) => logged.push(message),
    ...(dataDirectory === undefined ? {} : { dataDirectory }),
  });
  const [s3, sqs] = [aws.client(S3Client), aws.client(SQSClient)];
  const created = await sqs.send(
    new CreateQueueCommand({ QueueName: 'events', Attributes: { Policy: policyOf('Allow') } }),
  );
  const QueueUrl = created.QueueUrl ?? '';
  return {
    aws,
    logged,
    sqs,
    QueueUrl,
    async notify(
      configuration: object = { QueueConfigurations: [{ QueueArn: ARN, Events: ['s3:ObjectCreated:*'] }] },
    ) {
      await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
      await s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: 'bucket',
          NotificationConfiguration: configuration,
        }),
      );
      await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    },
    put: (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: 'a' })),
    /** The keys of the objects that the queue was notified of since it was last asked. */
    async received(): Promise<string[]> {
      const keys: string[] = [];
      for (;;) {
        const receive = new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 43_200,
        });
        const { Messages = [] } = await sqs.send(receive);
        if (Messages.length === 0) return keys;
        for (const { Body = '' } of Messages) {
          const event = JSON.parse(Body) as { Records: { s3: { object: { key: string } } }[] };
          for (const record of event.Records) keys.push(record.s3.object.key);
        }
      }
    },
    advance: (milliseconds: number) => aws.context.clock.advance(milliseconds),
    strike: (rule: object) => strike(aws, { service: 'sqs', operation: 'SendMessage', ...rule }),
    [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose](),
  };
}

async function strike({ endpoint }: StartedEmbedded, rule: object): Promise<() => Promise<number>> {
  const address = `${endpoint}/_testbed/faults`;
  await fetch(address, { method: 'POST', body: JSON.stringify({ rules: [rule] }) });
  return async () => {
    const { rules } = (await (await fetch(address)).json()) as { rules: { struck: number }[] };
    return rules[0]?.struck ?? 0;
  };
}

async function counted({ endpoint }: StartedEmbedded, quantity: string): Promise<number | undefined> {
  const { quantities } = (await (await fetch(`${endpoint}/_testbed/meter`)).json()) as MeterReading;
  return quantities.find((one) => one.service === 's3' && one.quantity === quantity)?.amount;
}

describe('an event that its queue does not take', () => {
  test('is sent again with growing pauses until it does', async () => {
    await using world = await start();
    await world.notify();
    const struck = await world.strike({ fail: 'throttle', times: 3 });
    await world.put('a');
    await world.advance(0);
    expect(await struck()).toBe(1);
    await world.advance(SECOND);
    expect(await struck()).toBe(2);
    await world.advance(2 * SECOND - 1);
    expect(await struck()).toBe(2);
    await world.advance(1);
    expect(await struck()).toBe(3);
    await world.advance(4 * SECOND - 1);
    expect(await world.received()).toEqual([]);
    await world.advance(1);
    expect(await world.received()).toEqual(['a']);
    await world.advance(HOUR);
    expect(await world.received()).toEqual([]);
    expect(await counted(world.aws, 'failedEventDeliveries')).toBe(3);
    expect(world.logged).toEqual([
      `s3: ${ARN} was not told of ObjectCreated:Put of bucket/a: Request is throttled. It will be told again.`,
      `s3: ${ARN} was told of ObjectCreated:Put of bucket/a at last.`,
    ]);
  });

  test('is sent again where only the answer was lost: at least once', async () => {
    await using world = await start();
    await world.notify();
    await world.strike({ fail: 'drop', times: 1 });
    await world.put('a');
    await world.advance(SECOND);
    expect(await world.received()).toEqual(['a', 'a']);
  });

  test('reaches it once the queue lets S3 in again', async () => {
    await using world = await start();
    await world.notify();
    const allow = (Effect: string) =>
      world.sqs.send(
        new SetQueueAttributesCommand({ QueueUrl: world.QueueUrl, Attributes: { Policy: policyOf(Effect) } }),
      );
    await allow('Deny');
    await world.put('a');
    await world.advance(HOUR);
    expect(await world.received()).toEqual([]);
    await allow('Allow');
    await world.advance(HOUR);
    expect(await world.received()).toEqual(['a']);
  });

  test('is given up after a day, which is counted and logged', async () => {
    await using world = await start();
    await world.notify();
    const struck = await world.strike({ fail: 'throttle' });
    await world.put('a');
    await world.advance(25 * HOUR);
    const tried = await struck();
    expect(tried).toBeGreaterThan(200);
    expect(await counted(world.aws, 'lostEvents')).toBe(1);
    expect(world.logged.at(-1)).toMatch(
      /was not told of ObjectCreated:Put of bucket\/a: .* given up after 24 hours/,
    );
    await world.advance(25 * HOUR);
    expect(await struck()).toBe(tried);
  });

  test('does not hold up others', async () => {
    await using world = await start();
    await world.notify();
    await world.strike({ fail: 'throttle', times: 1 });
    await world.put('a');
    await world.put('b');
    await world.advance(0);
    expect(await world.received()).toEqual(['b']);
    await world.advance(SECOND);
    expect(await world.received()).toEqual(['a']);
  });

  test('is kept over a restart', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 's3-events-'));
    try {
      {
        await using world = await start({ dataDirectory });
        await world.notify();
        await world.strike({ fail: 'throttle' });
        await world.put('a');
        await world.advance(10 * SECOND);
      }
      await using world = await start({ dataDirectory, time: START + HOUR });
      await world.advance(0);
      expect(await world.received()).toEqual(['a']);
    } finally {
      rmSync(dataDirectory, { recursive: true });
    }
  });
});

test('an event that its function is throttled for is sent again', async () => {
  await using world = await start();
  const lambda = world.aws.client(LambdaClient);
  const sqs = import.meta.resolve('@aws-sdk/client-sqs');
  const FunctionName = await aFunction(
    lambda,
    `import { SendMessageCommand, SQSClient } from '${sqs}';
     export const handler = (event) => new SQSClient({}).send(
       new SendMessageCommand({ QueueUrl: '${world.QueueUrl}', MessageBody: JSON.stringify(event) }));`,
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 's3',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
    }),
  );
  const LambdaFunctionArn = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
  await world.notify({
    LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ['s3:ObjectCreated:*'] }],
  });
  await strike(world.aws, { service: 'lambda', operation: 'Invoke', fail: 'throttle', times: 2 });
  await world.put('a');
  await world.advance(3 * SECOND);
  expect(await world.received()).toEqual(['a']);
});
