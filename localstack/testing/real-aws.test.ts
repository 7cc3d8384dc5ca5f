import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createdResources } from './created-resources.ts';
import { type StartedEmbedded, startEmbedded } from './embedded.ts';
import { openRealAws } from './real-aws.ts';

const ALLOWED = { CONFORMANCE_ON_AWS: 'yes', AWS_REGION: 'us-east-1' };

let aws: StartedEmbedded;
beforeAll(async () => {
  aws = await startEmbedded({ services: ['iam', 'sts', 's3', 'dynamodb'], log: () => {} });
});
afterAll(() => aws[Symbol.asyncDispose]());

/** The SDK finds everything in the environment, as on a machine that has an AWS account. */
function environment(overrides: Readonly<Record<string, string>> = {}): void {
  const variables = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...overrides,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

describe('the suite on AWS', () => {
  test.each([
    [{}, /costs money: set CONFORMANCE_ON_AWS=yes to allow it\.$/],
    [{ CONFORMANCE_ON_AWS: 'yes' }, /^Set AWS_REGION/],
  ])('does not begin with %j', async (variables, words) => {
    await expect(openRealAws(variables)).rejects.toThrow(words);
  });

  test('does not begin with credentials that AWS does not know, and says so in one line', async () => {
    environment({ AWS_ACCESS_KEY_ID: 'stranger' });
    const refusal = await openRealAws(ALLOWED).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: 'RealAws' });
    expect((refusal as Error).message).toMatch(/^AWS cannot be asked with the credentials found: [^\n]+$/);
  });

  test('has a role for state machines as long as it runs', async () => {
    environment();
    const roles = async () => (await new IAMClient({}).send(new ListRolesCommand({}))).Roles ?? [];
    const run = await openRealAws(ALLOWED);
    expect(run.accountId).toBe('000000000000');
    expect((await roles()).map(({ Arn }) => Arn)).toContain(run.roleArn);
    await run.stop();
    expect((await roles()).map(({ Arn }) => Arn)).not.toContain(run.roleArn);
  });
});

describe('what a run has created', () => {
  test('is deleted: a bucket with its versions too, and a table that is protected', async () => {
    environment();
    const created = createdResources();
    const [s3, dynamodb] = [new S3Client({ forcePathStyle: true }), new DynamoDBClient({})];
    for (const client of [s3, dynamodb]) created.follow(client);
    await s3.send(new CreateBucketCommand({ Bucket: 'left' }));
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: 'left', VersioningConfiguration: { Status: 'Enabled' } }),
    );
    for (const Body of ['one', 'two'])
      await s3.send(new PutObjectCommand({ Bucket: 'left', Key: 'k', Body }));
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'left',
        DeletionProtectionEnabled: true,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    expect(await created.deleteAll()).toEqual([]);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });

  test('is named where it cannot be deleted', async () => {
    environment();
    const created = createdResources({ credentials: { accessKeyId: 'stranger', secretAccessKey: 'x' } });
    const s3 = new S3Client({});
    created.follow(s3);
    await s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
    expect(await created.deleteAll()).toEqual([expect.stringMatching(/^CreateBucket kept: .+/)]);
  });
});
