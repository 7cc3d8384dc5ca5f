import type { OwnershipControls } from '@aws-sdk/client-s3';
import { block, text } from '../arguments.ts';
import { ref } from '../example.ts';
import { defineBucketSetting } from './bucket-setting.ts';

const FIELDS = { bucket: text, rule: block({ object_ownership: text }) };

/** Who owns what is put into a bucket. */
export default defineBucketSetting<typeof FIELDS, OwnershipControls>({
  type: 'aws_s3_bucket_ownership_controls',
  arguments: FIELDS,
  example: { b: { bucket: ref('aws_s3_bucket.b.id'), rule: { object_ownership: 'BucketOwnerEnforced' } } },
  absent: 'OwnershipControlsNotFoundError',
  wanted: (wanted) => ({
    Rules: [{ ObjectOwnership: wanted.rule.object_ownership as 'BucketOwnerEnforced' }],
  }),
  read: async (s3, Bucket) => (await s3.getBucketOwnershipControls({ Bucket })).OwnershipControls,
  write: (s3, Bucket, OwnershipControls) => s3.putBucketOwnershipControls({ Bucket, OwnershipControls }),
  remove: (s3, Bucket) => s3.deleteBucketOwnershipControls({ Bucket }),
});
