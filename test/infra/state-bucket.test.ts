import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureStateBucket, stateBucketName } from '../../cdktf/deploy/state-bucket.ts';
import { type StartedEmbedded, startEmbedded } from '../../localstack/testing/embedded.ts';

const Bucket = stateBucketName('123456789012', 'us-east-1');
const place = { bucket: Bucket, region: 'us-east-1' };

let aws: StartedEmbedded;
let s3: S3Client;

beforeAll(async () => {
  aws = await startEmbedded({ services: ['s3', 'kms'] });
  s3 = aws.client(S3Client, { forcePathStyle: true });
});
afterAll(() => aws[Symbol.asyncDispose]());

describe('the bucket for states', () => {
  it('is named after the account and the region, which S3 shares among all accounts', () => {
    expect(Bucket).toBe('expense-tracker-terraform-123456789012-us-east-1');
  });

  it('is made once, and keeps what is in it the second time', async () => {
    expect(await ensureStateBucket(s3, place)).toBe(true);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'data.tfstate', Body: '{}' }));
    expect(await ensureStateBucket(s3, place)).toBe(false);
    const kept = await s3.send(new GetObjectCommand({ Bucket, Key: 'data.tfstate' }));
    expect(await kept.Body?.transformToString()).toBe('{}');
  });

  it('is versioned', async () => {
    expect(await s3.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: 'Enabled' });
  });

  it('is encrypted by KMS', async () => {
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
    ]);
  });

  it('is closed to the public', async () => {
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(Object.values(PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
  });

  it('refuses what comes without TLS', async () => {
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy ?? '').Statement).toMatchObject([
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  it('that somebody made by hand is brought to the same', async () => {
    const byHand = { bucket: 'made-by-hand', region: 'us-east-1' };
    await s3.send(new CreateBucketCommand({ Bucket: byHand.bucket }));
    expect(await ensureStateBucket(s3, byHand)).toBe(false);
    const versioning = await s3.send(new GetBucketVersioningCommand({ Bucket: byHand.bucket }));
    expect(versioning.Status).toBe('Enabled');
  });
});
