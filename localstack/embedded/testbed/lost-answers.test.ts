import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEmbedded } from '../../testing/embedded.ts';
import { aFunction, invoke, ROLE } from '../../testing/functions.ts';
import { until } from '../../testing/until.ts';

const aws = await startEmbedded({
  services: ['s3', 'kms', 'dynamodb', 'lambda', 'sfn', 'cloudwatchlogs'],
});
afterAll(() => aws[Symbol.asyncDispose]());
const s3 = aws.client(S3Client);
const dynamodb = aws.client(DynamoDBClient);
const Bucket = 'struck';
beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket }));
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'items',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
});
afterEach(() => strike());

async function strike(...rules: readonly object[]): Promise<void> {
  const response = await fetch(`${aws.endpoint}/_testbed/faults`, {
    method: 'POST',
    body: JSON.stringify({ rules }),
  });
  expect(response.status).toBe(200);
}

async function struck(): Promise<number[]> {
  const response = await fetch(`${aws.endpoint}/_testbed/faults`);
  const { rules } = (await response.json()) as { rules: { struck: number }[] };
  return rules.map((rule) => rule.struck);
}

const isThere = (Key: string) =>
  s3.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    () => false,
  );

const item = async (id: string): Promise<GetItemCommandOutput['Item']> =>
  (await dynamodb.send(new GetItemCommand({ TableName: 'items', Key: { id: { S: id } } }))).Item;

describe('faults of S3', () => {
  test('throttle as S3 does', async () => {
    await strike({ service: 's3', operation: 'PutObject', fail: 'throttle', times: 1 });
    const put = new PutObjectCommand({ Bucket, Key: 'throttled', Body: 'a' });
    await expect(s3.send(put)).rejects.toMatchObject({
      name: 'SlowDown',
      $metadata: { httpStatusCode: 503 },
    });
    expect(await isThere('throttled')).toBe(false);
  });

  test('drop the answer of an upload that is kept', async () => {
    await strike({ service: 's3', operation: 'PutObject', fail: 'drop', times: 1 });
    const put = new PutObjectCommand({ Bucket, Key: 'dropped', Body: 'a' });
    await expect(s3.send(put)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await isThere('dropped')).toBe(true);
  });

  test('strike a presigned URL as the operation that it carries out', async () => {
    await strike({ service: 's3', operation: 'PutObject', fail: 'drop', times: 1 });
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'by-url' }));
    await expect(fetch(url, { method: 'PUT', body: 'a' })).rejects.toThrow('fetch failed');
    expect(await isThere('by-url')).toBe(true);
  });

  test('strike an upload by form as PutObject', async () => {
    await strike({ service: 's3', operation: 'PutObject', fail: 'drop', times: 1 });
    const post = await createPresignedPost(s3, { Bucket, Key: 'by-form' });
    const form = new FormData();
    for (const [name, value] of Object.entries(post.fields)) form.append(name, value);
    form.append('file', new Blob(['a']));
    await expect(fetch(post.url, { method: 'POST', body: form })).rejects.toThrow('fetch failed');
    expect(await isThere('by-form')).toBe(true);
  });
});

describe('a dropped answer', () => {
  test('is repeated by the SDK of a client', async () => {
    await strike({ service: 's3', operation: 'PutObject', fail: 'drop', times: 1 });
    const patient = aws.client(S3Client, { maxAttempts: 2 });
    const put = new PutObjectCommand({ Bucket, Key: 'repeated', Body: 'a' });
    const { $metadata } = await patient.send(put);
    expect($metadata.attempts).toBe(2);
  });

  test('is a lost connection to a function, whose SDK repeats the call', async () => {
    await strike({ service: 'dynamodb', operation: 'PutItem', fail: 'drop', times: 2 });
    const source = `
      import { DynamoDBClient, PutItemCommand } from '${import.meta.resolve('@aws-sdk/client-dynamodb')}';
      const put = async (maxAttempts) => {
        const command = new PutItemCommand({ TableName: 'items', Item: { id: { S: 'of-function' } } });
        return (await new DynamoDBClient({ maxAttempts }).send(command)).$metadata.attempts;
      };
      export const handler = async () => [await put(1).catch((error) => error.code), await put(2)];`;
    const lambda = aws.client(LambdaClient);
    const answer = await invoke(lambda, await aFunction(lambda, source));
    expect(answer.payload).toEqual(['ECONNRESET', 2]);
    expect(await item('of-function')).toEqual({ id: { S: 'of-function' } });
  });

  test('is SdkClientException to a state machine', async () => {
    await strike({ service: 'dynamodb', operation: 'PutItem', fail: 'drop' });
    const sfn = aws.client(SFNClient);
    const Task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem',
      Parameters: { TableName: 'items', Item: { id: { S: 'of-machine' } } },
      End: true,
    };
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: 'puts',
        roleArn: ROLE,
        definition: JSON.stringify({ StartAt: 'Put', States: { Put: Task } }),
      }),
    );
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    const ended = await until(async () => {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status !== 'RUNNING' && execution;
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'DynamoDb.SdkClientException' });
    expect(await item('of-machine')).toEqual({ id: { S: 'of-machine' } });
  });

  test('of a call that a service made within another is an error of that one, and no lost connection', async () => {
    await strike({ service: 'kms', fail: 'drop' });
    const put = new PutObjectCommand({
      Bucket,
      Key: 'encrypted',
      Body: 'a',
      ServerSideEncryption: 'aws:kms',
    });
    await expect(s3.send(put)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(await struck()).toEqual([1]);
  });
});
