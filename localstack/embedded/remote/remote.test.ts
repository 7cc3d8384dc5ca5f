import { type AddressInfo, createServer } from 'node:net';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, test } from 'vitest';
import { startEmbedded } from '../../testing/embedded.ts';
import { createRemoteAws } from './index.ts';

const elsewhere = await startEmbedded({ services: ['sqs', 's3', 'cloudwatch'] });
const remote = createRemoteAws({ endpoint: elsewhere.endpoint, region: 'us-east-1' });
const here = await startEmbedded({ services: ['iam'], remote });
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await elsewhere[Symbol.asyncDispose]();
});
const { context } = here;
const call = <Output>(service: string, operation: string, input: object) =>
  context.call<Output>(service, operation, input, context.root);

describe('a call to a service that runs elsewhere', () => {
  test('is answered in the shapes of a call within the process', async () => {
    const sqs = elsewhere.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'calls' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const { Messages } = await call<{ Messages: object[] }>('sqs', 'ReceiveMessage', { QueueUrl });
    expect(Messages).toEqual([expect.objectContaining({ Body: 'hello' })]);
  });

  test('hands over what is streamed as bytes', async () => {
    const s3 = elsewhere.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'calls' }));
    await s3.send(new PutObjectCommand({ Bucket: 'calls', Key: 'a', Body: 'bytes' }));
    const { Body } = await call<{ Body: Uint8Array }>('s3', 'GetObject', { Bucket: 'calls', Key: 'a' });
    expect(Buffer.from(Body).toString()).toBe('bytes');
  });

  test('takes timestamps as seconds', async () => {
    const Timestamp = Math.floor(context.clock.now() / 1000);
    const MetricData = [{ MetricName: 'Invocations', Value: 1, Timestamp }];
    await call('cloudwatch', 'PutMetricData', { Namespace: 'Calls', MetricData });
    const found = await elsewhere
      .client(CloudWatchClient)
      .send(new ListMetricsCommand({ Namespace: 'Calls' }));
    expect(found.Metrics).toHaveLength(1);
  });

  test('fails with the error of there', async () => {
    const QueueUrl = `${elsewhere.endpoint}/000000000000/missing`;
    await expect(call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' })).rejects.toMatchObject({
      name: expect.stringMatching(/QueueDoesNotExist|NonExistentQueue/),
      status: 400,
    });
  });

  test('of a service that has no client here is refused by name', async () => {
    await expect(call('kinesis', 'PutRecord', {})).rejects.toMatchObject({
      code: 'NotImplemented',
      message: expect.stringContaining('kinesis'),
    });
  });
});

describe('a request for a service that runs elsewhere', () => {
  test('is passed on as it was signed, and its answer passed back', async () => {
    const s3 = here.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'forwarded' }));
    await s3.send(new PutObjectCommand({ Bucket: 'forwarded', Key: 'a b', Body: 'sent' }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'forwarded', Key: 'a b' }));
    expect(await Body?.transformToString()).toBe('sent');
  });

  test('answers 503 where nothing is', async () => {
    const nowhere = createRemoteAws({ endpoint: 'http://127.0.0.1:1', region: 'us-east-1' });
    await using alone = await startEmbedded({ services: ['iam'], remote: nowhere });
    const response = await fetch(`${alone.endpoint}/a-bucket/a-key`);
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([503, 'ServiceUnavailable']);
  });
});

describe('another AWS that breaks off', () => {
  test.each([
    ['before it answers', ''],
    ['within its answer', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['with what is no answer', 'hello\r\n\r\n'],
  ])('%s is unavailable, and asked again for the next request', async (_, answered) => {
    let asked = 0;
    const broken = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        asked++;
        socket.end(answered, () => socket.destroy());
      });
    });
    await new Promise<void>((listening) => broken.listen(0, '127.0.0.1', listening));
    const endpoint = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
    const beside = await startEmbedded({
      services: ['iam'],
      remote: createRemoteAws({ endpoint, region: 'us-east-1' }),
    });
    try {
      for (const body of ['', 'x'.repeat(2_000_000)]) {
        const response = await fetch(`${beside.endpoint}/bucket/key`, { method: 'PUT', body });
        expect(response.status).toBe(503);
      }
      expect(asked).toBe(2);
      expect(await (await fetch(`${beside.endpoint}/_testbed/health`)).json()).toMatchObject({ faults: 0 });
    } finally {
      await beside[Symbol.asyncDispose]();
      await new Promise((closed) => broken.close(closed));
    }
  });
});
