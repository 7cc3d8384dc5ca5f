import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { policyOf } from '../testing/roles.ts';
import { uniqueName } from '../testing/unique-name.ts';

/** After this all services ask KMS again. */
const REUSE = 5 * 60_000 + 1;

let aws: StartedEmbedded;
let kms: KMSClient;
let dynamodb: DynamoDBClient;
let s3: S3Client;
let sqs: SQSClient;

beforeAll(async () => {
  aws = await startEmbedded({ services: ['kms', 'dynamodb', 's3', 'sqs'], log: () => {} });
  kms = aws.client(KMSClient);
  dynamodb = aws.client(DynamoDBClient);
  s3 = aws.client(S3Client);
  sqs = aws.client(SQSClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

async function aKey(Policy?: string): Promise<string> {
  return (await kms.send(new CreateKeyCommand(Policy ? { Policy } : {}))).KeyMetadata?.Arn ?? '';
}

async function disable(KeyId: string): Promise<void> {
  await kms.send(new DisableKeyCommand({ KeyId }));
  await aws.context.clock.advance(REUSE);
}

async function enable(KeyId: string): Promise<void> {
  await kms.send(new EnableKeyCommand({ KeyId }));
}

describe('a table under a key', () => {
  async function aTable(specification: object): Promise<string> {
    const TableName = uniqueName('table');
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        SSESpecification: specification,
      }),
    );
    return TableName;
  }
  const read = (TableName: string) =>
    dynamodb.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' } } }));
  const table = async (TableName: string) =>
    (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;

  test('says which', async () => {
    const key = await aKey();
    const name = await aTable({ Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key.split('/')[1] });
    expect((await table(name))?.SSEDescription).toEqual({
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: key,
    });
  });

  test('is under the key that AWS manages where none is named', async () => {
    const name = await aTable({ Enabled: true });
    expect((await table(name))?.SSEDescription?.KMSMasterKeyArn).toMatch(/^arn:aws:kms:.+:key\//);
  });

  test('cannot be used while its key is disabled, and can again afterwards', async () => {
    const key = await aKey();
    const name = await aTable({ Enabled: true, KMSMasterKeyId: key });
    await read(name);
    await disable(key);
    await expect(read(name)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/^KMS key disabled error: .*DisabledException: .* is disabled\./),
    });
    expect(await table(name)).toMatchObject({
      TableStatus: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
      SSEDescription: { InaccessibleEncryptionDateTime: expect.any(Date) },
    });
    await enable(key);
    await dynamodb.send(new PutItemCommand({ TableName: name, Item: { pk: { S: 'a' } } }));
    expect((await read(name)).Item).toEqual({ pk: { S: 'a' } });
    expect(await table(name)).toMatchObject({ TableStatus: 'ACTIVE' });
  });

  test('keeps working for five minutes with the key that it knows', async () => {
    const key = await aKey();
    const name = await aTable({ Enabled: true, KMSMasterKeyId: key });
    await read(name);
    await kms.send(new DisableKeyCommand({ KeyId: key }));
    expect(await read(name)).toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  test('is not made where the key is going to be deleted or is not there', async () => {
    const key = await aKey();
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
    await expect(aTable({ Enabled: true, KMSMasterKeyId: key })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('KMSInvalidStateException'),
    });
    await expect(aTable({ Enabled: true, KMSMasterKeyId: 'alias/none' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Alias arn:aws:kms:us-east-1:000000000000:alias/none is not found.'),
    });
  });

  test('can be moved to another key, alone', async () => {
    const [first, second] = [await aKey(), await aKey()];
    const name = await aTable({ Enabled: true, KMSMasterKeyId: first });
    const move = { TableName: name, SSESpecification: { Enabled: true, KMSMasterKeyId: second } };
    await expect(
      dynamodb.send(new UpdateTableCommand({ ...move, DeletionProtectionEnabled: true })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await dynamodb.send(new UpdateTableCommand(move));
    expect((await table(name))?.SSEDescription?.KMSMasterKeyArn).toBe(second);
    await disable(first);
    await read(name);
  });
});

describe('a bucket under a key', () => {
  async function aBucket(key: string, bucketKey: boolean): Promise<string> {
    const Bucket = uniqueName('bucket');
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
              BucketKeyEnabled: bucketKey,
            },
          ],
        },
      }),
    );
    return Bucket;
  }
  const put = (Bucket: string, settings: object = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'one', ...settings }));
  const get = (Bucket: string) => s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));

  test('says of each object how it is encrypted, at writing and at reading', async () => {
    const key = await aKey();
    const bucket = await aBucket(key, true);
    const encryption = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key, BucketKeyEnabled: true };
    expect(await put(bucket)).toMatchObject(encryption);
    expect(await get(bucket)).toMatchObject(encryption);
    expect(await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a' }))).toMatchObject(encryption);
    const parts = new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'b' });
    expect(await s3.send(parts)).toMatchObject(encryption);
  });

  test('encrypts otherwise where the upload says so', async () => {
    const bucket = await aBucket(await aKey(), true);
    const put256 = await put(bucket, { ServerSideEncryption: 'AES256' });
    expect(put256.ServerSideEncryption).toBe('AES256');
    expect(put256).not.toHaveProperty('SSEKMSKeyId');
  });

  test('encrypts a copy as the bucket that it goes to', async () => {
    const [from, to] = [await aKey(), await aKey()];
    const [source, target] = [await aBucket(from, false), await aBucket(to, false)];
    await put(source);
    await s3.send(new CopyObjectCommand({ Bucket: target, Key: 'a', CopySource: `${source}/a` }));
    expect(await get(target)).toMatchObject({ SSEKMSKeyId: to });
  });

  test.each([true, false])('cannot be used while its key is disabled (bucket key: %s)', async (bucketKey) => {
    const key = await aKey();
    const bucket = await aBucket(key, bucketKey);
    await put(bucket);
    await disable(key);
    const disabled = { name: 'KMS.DisabledException', message: `${key} is disabled.` };
    await expect(get(bucket)).rejects.toMatchObject(disabled);
    await expect(put(bucket)).rejects.toMatchObject(disabled);
    expect(await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a' }))).toMatchObject({
      SSEKMSKeyId: key,
    });
    await enable(key);
    expect(await (await get(bucket)).Body?.transformToString()).toBe('one');
  });

  test('says that the key is going to be deleted', async () => {
    const key = await aKey();
    const bucket = await aBucket(key, false);
    await put(bucket);
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
    await expect(get(bucket)).rejects.toMatchObject({ name: 'KMS.KMSInvalidStateException' });
  });

  test('takes presigned forms and gives presigned downloads, which need say nothing of it', async () => {
    const key = await aKey();
    const bucket = await aBucket(key, true);
    const { url, fields } = await createPresignedPost(s3, { Bucket: bucket, Key: 'a' });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', 'posted');
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(204);
    const signingDate = new Date(aws.context.clock.now());
    const signed = await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: 'a' }), {
      signingDate,
    });
    const answer = await fetch(signed);
    expect(await answer.text()).toBe('posted');
    expect(answer.headers.get('x-amz-server-side-encryption-aws-kms-key-id')).toBe(key);
  });
});

describe('a queue under a key', () => {
  async function aQueue(attributes: Record<string, string>): Promise<string> {
    const input = { QueueName: uniqueName('queue'), Attributes: attributes };
    return (await sqs.send(new CreateQueueCommand(input))).QueueUrl ?? '';
  }
  const attributes = async (QueueUrl: string) =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes;
  const send = (QueueUrl: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const receive = (QueueUrl: string) => sqs.send(new ReceiveMessageCommand({ QueueUrl }));

  test('says which, and has no encryption of its own besides', async () => {
    const key = await aKey();
    const url = await aQueue({ KmsMasterKeyId: key });
    expect(await attributes(url)).toMatchObject({
      KmsMasterKeyId: key,
      KmsDataKeyReusePeriodSeconds: '300',
      SqsManagedSseEnabled: 'false',
    });
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { SqsManagedSseEnabled: 'true' } }),
    );
    expect(await attributes(url)).not.toHaveProperty('KmsMasterKeyId');
    await expect(aQueue({ KmsMasterKeyId: key, SqsManagedSseEnabled: 'true' })).rejects.toMatchObject({
      name: 'InvalidAttributeName',
    });
  });

  test('neither takes nor gives messages while its key is disabled, and loses none', async () => {
    const key = await aKey();
    const url = await aQueue({ KmsMasterKeyId: key });
    await send(url);
    await disable(key);
    await expect(send(url)).rejects.toMatchObject({ name: 'KmsDisabled', message: `${key} is disabled.` });
    await expect(
      sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: 'a', MessageBody: 'two' }] })),
    ).rejects.toMatchObject({ name: 'KmsDisabled' });
    await expect(receive(url)).rejects.toMatchObject({ name: 'KmsDisabled' });
    await enable(key);
    expect((await receive(url)).Messages?.map(({ Body }) => Body)).toEqual(['one']);
  });

  test('uses a data key for as long as it is told', async () => {
    const key = await aKey();
    const url = await aQueue({ KmsMasterKeyId: key, KmsDataKeyReusePeriodSeconds: '3600' });
    await send(url);
    await disable(key);
    await send(url);
  });

  test('is no destination of a bucket whose events it cannot keep', async () => {
    const account = { AWS: 'arn:aws:iam::000000000000:root' };
    const sender = { Service: 's3.amazonaws.com' };
    const key = await aKey(
      policyOf(
        { Principal: account, Action: 'kms:*', Resource: '*' },
        { Principal: sender, Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: '*' },
      ),
    );
    const Policy = policyOf({ Principal: sender, Action: 'sqs:SendMessage', Resource: '*' });
    const url = await aQueue({ KmsMasterKeyId: key, Policy });
    const bucket = uniqueName('bucket');
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const QueueArn = (await attributes(url))?.QueueArn ?? '';
    const notify = () =>
      s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: bucket,
          NotificationConfiguration: {
            QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }],
          },
        }),
      );
    await disable(key);
    await expect(notify()).rejects.toMatchObject({ name: 'InvalidArgument' });
    await enable(key);
    await notify();
    expect((await receive(url)).Messages?.[0]?.Body).toContain('s3:TestEvent');
  });
});
