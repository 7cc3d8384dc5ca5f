import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { flag, text, withDefault } from '../arguments.ts';
import { ref } from '../example.ts';
import { defineBucketSetting } from './bucket-setting.ts';

const FIELDS = {
  bucket: text,
  block_public_acls: withDefault(flag, false),
  block_public_policy: withDefault(flag, false),
  ignore_public_acls: withDefault(flag, false),
  restrict_public_buckets: withDefault(flag, false),
};

/** What keeps a bucket from being opened to everyone. */
export default defineBucketSetting<typeof FIELDS, PublicAccessBlockConfiguration>({
  type: 'aws_s3_bucket_public_access_block',
  arguments: FIELDS,
  example: {
    b: { bucket: ref('aws_s3_bucket.b.id'), block_public_acls: true, restrict_public_buckets: true },
  },
  absent: 'NoSuchPublicAccessBlockConfiguration',
  wanted: (wanted) => ({
    BlockPublicAcls: wanted.block_public_acls,
    BlockPublicPolicy: wanted.block_public_policy,
    IgnorePublicAcls: wanted.ignore_public_acls,
    RestrictPublicBuckets: wanted.restrict_public_buckets,
  }),
  read: async (s3, Bucket) => (await s3.getPublicAccessBlock({ Bucket })).PublicAccessBlockConfiguration,
  write: (s3, Bucket, PublicAccessBlockConfiguration) =>
    s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration }),
  remove: (s3, Bucket) => s3.deletePublicAccessBlock({ Bucket }),
});
