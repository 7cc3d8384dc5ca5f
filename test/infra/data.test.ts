import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { table } from '../../app/contract/table.ts';
import { objectKey } from '../../app/receipts/receipt-files.ts';
import { RECEIPT_PREFIX } from '../../cdktf/naming.ts';
import { resource, type StackJson, type Synthesis, statementsOf, synthesize } from './synthesized.ts';

let dev: Synthesis;
let prod: Synthesis;
let data: StackJson;

beforeAll(async () => {
  [dev, prod] = await Promise.all([synthesize(), synthesize({ STAGE: 'prod' })]);
  data = dev.stack('data');
});

afterAll(() => {
  dev[Symbol.dispose]();
  prod[Symbol.dispose]();
});

const KEY = /^\$\{aws_kms_key\.[^.}]+\.arn\}$/;

describe('the key of the data', () => {
  it('is rotated, has a name, and is deleted only after a while', () => {
    const args = (synthesis: Synthesis) => resource(synthesis.stack('data'), 'aws_kms_key');
    expect(args(dev)).toMatchObject({
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      deletion_window_in_days: 7,
    });
    expect(resource(data, 'aws_kms_alias')).toMatchObject({ name: 'alias/expense-tracker-dev-data' });
    expect(args(dev)).not.toHaveProperty('lifecycle');
    expect(args(prod)).toMatchObject({ deletion_window_in_days: 30, lifecycle: { prevent_destroy: true } });
  });

  it('is administered by the account, and used by nobody but through the services that keep data', () => {
    const [administration, use, events, ...others] = statementsOf(resource(data, 'aws_kms_key').policy);
    expect(others).toEqual([]);
    expect(administration).toMatchObject({
      principal: { AWS: expect.stringMatching(/^arn:aws:iam::\$\{.+\}:root$/) },
      actions: ['kms:*'],
    });
    expect(use).toMatchObject({
      principal: { AWS: '*' },
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      condition: {
        StringEquals: {
          'kms:CallerAccount': expect.stringContaining('aws_caller_identity'),
          'kms:ViaService': ['dynamodb', 's3', 'sqs'].map((name) => `${name}.us-east-1.amazonaws.com`),
        },
      },
    });
    expect(events).toMatchObject({
      principal: { Service: 's3.amazonaws.com' },
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      condition: {
        ArnEquals: { 'aws:SourceArn': expect.stringMatching(/^arn:aws:s3:::expense-tracker-dev-receipts-/) },
        StringEquals: { 'aws:SourceAccount': expect.stringContaining('aws_caller_identity') },
      },
    });
  });

  it('names the bucket that there is as the source of events', () => {
    const { bucket } = resource(data, 'aws_s3_bucket');
    expect(resource(data, 'aws_kms_key').policy).toContain(`"arn:aws:s3:::${bucket}"`);
  });
});

describe('the expense table', () => {
  it('is encrypted, restorable, paid by request and forgets what has expired', () => {
    expect(resource(data, 'aws_dynamodb_table')).toMatchObject({
      billing_mode: 'PAY_PER_REQUEST',
      server_side_encryption: { enabled: true, kms_key_arn: expect.stringMatching(KEY) },
      point_in_time_recovery: { enabled: true },
      ttl: { attribute_name: table.timeToLive, enabled: true },
    });
  });

  it("has the application's keys and indexes, and declares no other attribute", () => {
    const args = resource(data, 'aws_dynamodb_table');
    const indexes = Object.values(table.indexes);
    expect(args).toMatchObject({
      hash_key: table.partitionKey,
      range_key: table.sortKey,
      global_secondary_index: indexes.map((index) => ({
        name: index.name,
        hash_key: index.partitionKey,
        range_key: index.sortKey,
      })),
    });
    const declared = (args.attribute as { name: string }[]).map((attribute) => attribute.name);
    const keys = [table, ...indexes].flatMap((index) => [index.partitionKey, index.sortKey]);
    expect(declared.sort()).toEqual([...new Set(keys)].sort());
  });

  it('never copies the task token, or what only the item itself needs, into an index', () => {
    const indexes = resource(data, 'aws_dynamodb_table').global_secondary_index as {
      name: string;
      non_key_attributes?: string[];
      projection_type: string;
    }[];
    for (const { projection_type, non_key_attributes = [] } of indexes) {
      expect(projection_type).toBe('INCLUDE');
      for (const kept of ['taskToken', 'writes', 'answered', 'history'])
        expect(non_key_attributes).not.toContain(kept);
    }
  });

  it('refuses to be deleted in production, by DynamoDB and by Terraform', () => {
    const args = resource(prod.stack('data'), 'aws_dynamodb_table');
    expect(args).toMatchObject({ deletion_protection_enabled: true, lifecycle: { prevent_destroy: true } });
  });

  it('can be deleted elsewhere', () => {
    const args = resource(data, 'aws_dynamodb_table');
    expect(args.deletion_protection_enabled).toBe(false);
    expect(args).not.toHaveProperty('lifecycle');
  });
});

describe('the receipt bucket', () => {
  it('is private, encrypted, versioned and owned by the account alone', () => {
    expect(resource(data, 'aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resource(data, 'aws_s3_bucket_versioning')).toMatchObject({
      versioning_configuration: { status: 'Enabled' },
    });
    expect(resource(data, 'aws_s3_bucket_ownership_controls')).toMatchObject({
      rule: { object_ownership: 'BucketOwnerEnforced' },
    });
    expect(resource(data, 'aws_s3_bucket_server_side_encryption_configuration')).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: 'aws:kms',
            kms_master_key_id: expect.stringMatching(KEY),
          },
          bucket_key_enabled: true,
        },
      ],
    });
  });

  it('refuses every request without TLS, for objects too', () => {
    const statements = statementsOf(resource(data, 'aws_s3_bucket_policy').policy);
    expect(statements).toEqual([
      expect.objectContaining({
        effect: 'Deny',
        principal: '*',
        actions: ['s3:*'],
        resources: [expect.stringMatching(/\.arn\}$/), expect.stringMatching(/\.arn\}\/\*$/)],
        condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });

  it('forgets what was never accepted or was removed, after a month, and unfinished uploads', () => {
    const rules = resource(data, 'aws_s3_bucket_lifecycle_configuration').rule;
    expect(rules).toContainEqual({
      id: 'expire-what-was-never-accepted',
      status: 'Enabled',
      filter: [{ tag: [{ key: 'receipt', value: 'pending' }] }],
      expiration: [{ days: 30 }],
      noncurrent_version_expiration: [{ noncurrent_days: 30 }],
    });
    expect(rules).toContainEqual(
      expect.objectContaining({ abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] }),
    );
  });

  it('answers browsers only at origins that are set, and nobody in production by default', () => {
    expect(resource(data, 'aws_s3_bucket_cors_configuration')).toMatchObject({
      cors_rule: [{ allowed_origins: ['http://localhost:3000'], allowed_methods: ['GET', 'POST'] }],
    });
    expect(prod.stack('data').resource).not.toHaveProperty('aws_s3_bucket_cors_configuration');
  });

  it('refuses to be deleted in production, and is never emptied there', () => {
    const args = resource(prod.stack('data'), 'aws_s3_bucket');
    expect(args).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
  });

  it('is emptied and deleted with its stack elsewhere', () => {
    const args = resource(data, 'aws_s3_bucket');
    expect(args.force_destroy).toBe(true);
    expect(args).not.toHaveProperty('lifecycle');
  });
});

describe('the receipt queue', () => {
  it('is told of each new receipt, once it lets the bucket send', () => {
    const notification = resource(data, 'aws_s3_bucket_notification');
    expect(notification).toMatchObject({
      queue: [{ events: ['s3:ObjectCreated:*'], filter_prefix: RECEIPT_PREFIX }],
      depends_on: [expect.stringMatching(/^aws_sqs_queue_policy\./)],
    });
  });

  it('hears of every object that the application uploads', () => {
    expect(objectKey({ expenseId: 'e', receiptId: 'r' })).toMatch(new RegExp(`^${RECEIPT_PREFIX}`));
  });

  it('takes messages of this bucket in this account only', () => {
    const policy = resource(data, 'aws_sqs_queue_policy', 'receipt-queue_events').policy;
    expect(statementsOf(policy).filter((statement) => statement.effect === 'Allow')).toEqual([
      expect.objectContaining({
        principal: { Service: 's3.amazonaws.com' },
        actions: ['sqs:SendMessage'],
        condition: {
          ArnEquals: { 'aws:SourceArn': expect.stringMatching(/^\$\{aws_s3_bucket\./) },
          StringEquals: { 'aws:SourceAccount': expect.stringContaining('aws_caller_identity') },
        },
      }),
    ]);
  });

  it('gives up after five attempts and keeps what it gave up for 14 days', () => {
    const queue = resource(data, 'aws_sqs_queue', 'receipt-queue_events');
    expect(JSON.parse(String(queue.redrive_policy))).toEqual({
      deadLetterTargetArn: expect.stringMatching(/^\$\{aws_sqs_queue\.receipt-queue_dead-letters/),
      maxReceiveCount: 5,
    });
    expect(resource(data, 'aws_sqs_queue', 'receipt-queue_dead-letters')).toMatchObject({
      message_retention_seconds: 14 * 24 * 3600,
    });
  });

  it('is encrypted, and so is its dead-letter queue', () => {
    for (const prefix of ['receipt-queue_events', 'receipt-queue_dead-letters']) {
      expect(resource(data, 'aws_sqs_queue', prefix)).toMatchObject({
        kms_master_key_id: expect.stringMatching(KEY),
      });
    }
  });

  it('hides a message for six times as long as its consumer may run', () => {
    const consumer = resource(dev.stack('api'), 'aws_lambda_function', 'receipt-processor');
    const queue = resource(data, 'aws_sqs_queue', 'receipt-queue_events');
    expect(queue.visibility_timeout_seconds).toBe(6 * Number(consumer.timeout));
  });
});
