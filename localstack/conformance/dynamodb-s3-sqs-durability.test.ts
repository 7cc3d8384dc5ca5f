import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createEmbeddedAws } from '../embedded/index.ts';

const dataDirectory = mkdtempSync(join(tmpdir(), 'embedded-data-'));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

const start = () => createEmbeddedAws({ services: ['dynamodb', 's3', 'sqs'], dataDirectory, log: () => {} });

it('finds items, indexes, expiries, objects and messages again after a restart', async () => {
  const TableName = 'kept';
  const QueueUrl = 'http://localhost/000000000000/kept';
  {
    await using aws = await start();
    await aws.listen(0);
    const { context } = aws;
    const call = (service: string, operation: string, input: object) =>
      context.call(service, operation, input, context.root);
    await call('dynamodb', 'CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'owner'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-owner',
          KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
    await call('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification });
    const expiresAt = { N: String(Math.ceil(context.clock.now() / 1000) + 3600) };
    for (const Item of [
      { pk: { S: 'stays' }, owner: { S: 'me' } },
      { pk: { S: 'goes' }, owner: { S: 'me' }, expiresAt },
    ]) {
      await call('dynamodb', 'PutItem', { TableName, Item });
    }
    await call('s3', 'CreateBucket', { Bucket: 'kept' });
    await call('s3', 'PutObject', { Bucket: 'kept', Key: 'a', Body: 'bytes', Metadata: { b: 'c' } });
    await call('sqs', 'CreateQueue', { QueueName: 'kept' });
    await call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'now' });
    await call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'later', DelaySeconds: 60 });
  }

  await using aws = await start();
  const { context } = aws;
  const call = <Output>(service: string, operation: string, input: object) =>
    context.call<Output>(service, operation, input, context.root);
  const owned = async () => {
    const { Items } = await call<{ Items: { pk: { S: string } }[] }>('dynamodb', 'Query', {
      TableName,
      IndexName: 'by-owner',
      KeyConditionExpression: '#owner = :me',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':me': { S: 'me' } },
    });
    return Items.map(({ pk }) => pk.S).toSorted();
  };
  expect(await owned()).toEqual(['goes', 'stays']);
  const object = { Bucket: 'kept', Key: 'a' };
  const { Body, Metadata } = await call<{ Body: Uint8Array; Metadata: object }>('s3', 'GetObject', object);
  expect(Buffer.from(Body).toString()).toBe('bytes');
  expect(Metadata).toEqual({ b: 'c' });
  const receive = async () => {
    const { Messages = [] } = await call<{ Messages?: { Body: string }[] }>('sqs', 'ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 43_200,
    });
    return Messages.map((message) => message.Body);
  };
  expect(await receive()).toEqual(['now']);
  await context.clock.advance(3_700_000);
  expect(await receive()).toEqual(['later']);
  expect(await owned()).toEqual(['stays']);
});
