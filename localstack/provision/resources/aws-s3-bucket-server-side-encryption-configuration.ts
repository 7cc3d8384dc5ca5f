import type { ServerSideEncryptionConfiguration } from '@aws-sdk/client-s3';
import { block, blocks, flag, optional, text } from '../arguments.ts';
import { ref } from '../example.ts';
import { defineBucketSetting } from './bucket-setting.ts';

const FIELDS = {
  bucket: text,
  rule: blocks({
    apply_server_side_encryption_by_default: block({
      sse_algorithm: text,
      kms_master_key_id: optional(text),
    }),
    bucket_key_enabled: optional(flag),
  }),
};

/** How a bucket encrypts what it is given. */
export default defineBucketSetting<typeof FIELDS, ServerSideEncryptionConfiguration>({
  type: 'aws_s3_bucket_server_side_encryption_configuration',
  arguments: FIELDS,
  example: {
    b: {
      bucket: ref('aws_s3_bucket.b.id'),
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: 'aws:kms',
            kms_master_key_id: ref('aws_kms_key.k.arn'),
          },
          bucket_key_enabled: true,
        },
      ],
    },
  },
  absent: 'ServerSideEncryptionConfigurationNotFoundError',
  wanted: (wanted) => ({
    Rules: wanted.rule.map(({ apply_server_side_encryption_by_default: rule, bucket_key_enabled }) => ({
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: rule.sse_algorithm as 'AES256' | 'aws:kms',
        KMSMasterKeyID: rule.kms_master_key_id,
      },
      BucketKeyEnabled: bucket_key_enabled,
    })),
  }),
  read: async (s3, Bucket) => (await s3.getBucketEncryption({ Bucket })).ServerSideEncryptionConfiguration,
  write: (s3, Bucket, ServerSideEncryptionConfiguration) =>
    s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration }),
  remove: (s3, Bucket) => s3.deleteBucketEncryption({ Bucket }),
});
