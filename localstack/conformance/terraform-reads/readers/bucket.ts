import type { S3 } from '@aws-sdk/client-s3';
import { present, type Reader, tagRecord, unless } from '../reader.ts';

/** What the provider asks of every bucket, with the error that AWS answers where it was never set. */
async function readOthers(s3: S3, Bucket: string): Promise<void> {
  await s3.headBucket({ Bucket });
  await s3.getBucketAcl({ Bucket });
  await s3.getBucketAccelerateConfiguration({ Bucket });
  await s3.getBucketRequestPayment({ Bucket });
  await s3.getBucketLogging({ Bucket });
  await s3.getBucketVersioning({ Bucket });
  await s3.getBucketEncryption({ Bucket });
  await unless(s3.getBucketPolicy({ Bucket }), 'NoSuchBucketPolicy');
  await unless(s3.getBucketCors({ Bucket }), 'NoSuchCORSConfiguration');
  await unless(s3.getBucketLifecycleConfiguration({ Bucket }), 'NoSuchLifecycleConfiguration');
  const never = [
    [s3.getBucketWebsite({ Bucket }), 'NoSuchWebsiteConfiguration'],
    [s3.getBucketReplication({ Bucket }), 'ReplicationConfigurationNotFoundError'],
    [s3.getObjectLockConfiguration({ Bucket }), 'ObjectLockConfigurationNotFoundError'],
  ] as const;
  for (const [read, name] of never) {
    if ((await unless<unknown>(read, name)) !== undefined) throw new Error(`${name} was expected.`);
  }
}

const BUCKET_CALLS = [
  'HeadBucket',
  'GetBucketAcl',
  'GetBucketAccelerateConfiguration',
  'GetBucketRequestPayment',
  'GetBucketLogging',
  'GetBucketVersioning',
  'GetBucketEncryption',
  'GetBucketPolicy',
  'GetBucketCors',
  'GetBucketLifecycleConfiguration',
  'GetBucketWebsite',
  'GetBucketReplication',
  'GetObjectLockConfiguration',
  'ListTagsForResource',
].map((operation) => `s3:${operation}`);

/** The bucket, and the settings of it that are resources of their own. */
export const bucketReaders: Readonly<Record<string, Reader>> = {
  aws_s3_bucket: {
    source: 's3/bucket.go, s3/tags.go',
    calls: BUCKET_CALLS,
    unread: { force_destroy: 'says what a destroy may do; it is no setting of the bucket' },
    async read(sent, { s3, s3control }) {
      const Bucket = sent.text('bucket');
      await readOthers(s3, Bucket);
      const { Tags } = await s3control.listTagsForResource({
        AccountId: '000000000000',
        ResourceArn: sent.text('arn'),
      });
      return { arguments: { bucket: Bucket }, tags: tagRecord(Tags) };
    },
    delete: (sent, { s3 }) => s3.deleteBucket({ Bucket: sent.text('bucket') }),
  },

  aws_s3_bucket_cors_configuration: {
    source: 's3/bucket_cors_configuration.go',
    calls: ['s3:GetBucketCors'],
    async read(sent, { s3 }) {
      const { CORSRules } = await s3.getBucketCors({ Bucket: sent.text('bucket') });
      return {
        arguments: {
          bucket: sent.text('bucket'),
          cors_rule: CORSRules?.map((rule) => ({
            allowed_headers: rule.AllowedHeaders,
            allowed_methods: rule.AllowedMethods,
            allowed_origins: rule.AllowedOrigins,
            expose_headers: rule.ExposeHeaders,
            max_age_seconds: rule.MaxAgeSeconds,
          })),
        },
      };
    },
    delete: (sent, { s3 }) => s3.deleteBucketCors({ Bucket: sent.text('bucket') }),
  },

  aws_s3_bucket_lifecycle_configuration: {
    source: 's3/bucket_lifecycle_configuration.go',
    calls: ['s3:GetBucketLifecycleConfiguration'],
    async read(sent, { s3 }) {
      const { Rules } = await s3.getBucketLifecycleConfiguration({ Bucket: sent.text('bucket') });
      return {
        arguments: {
          bucket: sent.text('bucket'),
          rule: Rules?.map((rule) => ({
            id: rule.ID,
            status: rule.Status,
            filter: {
              prefix: rule.Filter?.Prefix,
              tag: rule.Filter?.Tag && { key: rule.Filter.Tag.Key, value: rule.Filter.Tag.Value },
            },
            expiration: rule.Expiration && { days: rule.Expiration.Days },
            noncurrent_version_expiration: {
              noncurrent_days: rule.NoncurrentVersionExpiration?.NoncurrentDays,
            },
            abort_incomplete_multipart_upload: {
              days_after_initiation: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
            },
            transition: rule.Transitions?.map(({ Days, StorageClass }) => ({
              days: Days,
              storage_class: StorageClass,
            })),
          })),
        },
      };
    },
    delete: (sent, { s3 }) => s3.deleteBucketLifecycle({ Bucket: sent.text('bucket') }),
  },

  aws_s3_bucket_notification: {
    source: 's3/bucket_notification.go',
    calls: ['s3:GetBucketNotificationConfiguration'],
    async read(sent, { s3 }) {
      const { QueueConfigurations } = await s3.getBucketNotificationConfiguration({
        Bucket: sent.text('bucket'),
      });
      return {
        arguments: {
          bucket: sent.text('bucket'),
          queue: present(QueueConfigurations, 'the notification').map((queue) => ({
            id: queue.Id,
            queue_arn: queue.QueueArn,
            events: queue.Events,
            filter_prefix: queue.Filter?.Key?.FilterRules?.find(
              ({ Name }) => Name?.toLowerCase() === 'prefix',
            )?.Value,
          })),
        },
      };
    },
    delete: (sent, { s3 }) =>
      s3.putBucketNotificationConfiguration({
        Bucket: sent.text('bucket'),
        NotificationConfiguration: {},
      }),
  },

  aws_s3_bucket_ownership_controls: {
    source: 's3/bucket_ownership_controls.go',
    calls: ['s3:GetBucketOwnershipControls'],
    async read(sent, { s3 }) {
      const { OwnershipControls } = await s3.getBucketOwnershipControls({ Bucket: sent.text('bucket') });
      const rule = OwnershipControls?.Rules?.[0];
      return {
        arguments: { bucket: sent.text('bucket'), rule: { object_ownership: rule?.ObjectOwnership } },
      };
    },
    delete: (sent, { s3 }) => s3.deleteBucketOwnershipControls({ Bucket: sent.text('bucket') }),
  },

  aws_s3_bucket_policy: {
    source: 's3/bucket_policy.go',
    calls: ['s3:GetBucketPolicy'],
    async read(sent, { s3 }) {
      const { Policy } = await s3.getBucketPolicy({ Bucket: sent.text('bucket') });
      return { arguments: { bucket: sent.text('bucket'), policy: Policy } };
    },
    delete: (sent, { s3 }) => s3.deleteBucketPolicy({ Bucket: sent.text('bucket') }),
  },

  aws_s3_bucket_public_access_block: {
    source: 's3/bucket_public_access_block.go',
    calls: ['s3:GetPublicAccessBlock'],
    async read(sent, { s3 }) {
      const { PublicAccessBlockConfiguration: block } = await s3.getPublicAccessBlock({
        Bucket: sent.text('bucket'),
      });
      return {
        arguments: {
          bucket: sent.text('bucket'),
          block_public_acls: block?.BlockPublicAcls,
          block_public_policy: block?.BlockPublicPolicy,
          ignore_public_acls: block?.IgnorePublicAcls,
          restrict_public_buckets: block?.RestrictPublicBuckets,
        },
      };
    },
    delete: (sent, { s3 }) => s3.deletePublicAccessBlock({ Bucket: sent.text('bucket') }),
  },

  aws_s3_bucket_server_side_encryption_configuration: {
    source: 's3/bucket_server_side_encryption_configuration.go',
    calls: ['s3:GetBucketEncryption'],
    async read(sent, { s3 }) {
      const { ServerSideEncryptionConfiguration: found } = await s3.getBucketEncryption({
        Bucket: sent.text('bucket'),
      });
      return {
        arguments: {
          bucket: sent.text('bucket'),
          rule: found?.Rules?.map((rule) => ({
            apply_server_side_encryption_by_default: {
              sse_algorithm: rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
              kms_master_key_id: rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
            },
            bucket_key_enabled: rule.BucketKeyEnabled,
          })),
        },
      };
    },
    // A bucket always has one: what is left is S3's own.
    delete: (sent, { s3 }) => s3.deleteBucketEncryption({ Bucket: sent.text('bucket') }),
  },

  aws_s3_bucket_versioning: {
    source: 's3/bucket_versioning.go',
    calls: ['s3:GetBucketVersioning'],
    async read(sent, { s3 }) {
      const { Status } = await s3.getBucketVersioning({ Bucket: sent.text('bucket') });
      return { arguments: { bucket: sent.text('bucket'), versioning_configuration: { status: Status } } };
    },
  },
};
