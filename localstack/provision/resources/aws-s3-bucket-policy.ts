import { jsonText, text } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { ref } from '../example.ts';
import { defineBucketSetting } from './bucket-setting.ts';

const FIELDS = { bucket: text, policy: jsonText };

/** Who may use a bucket: the bucket's own policy. */
export default defineBucketSetting<typeof FIELDS, string>({
  type: 'aws_s3_bucket_policy',
  arguments: FIELDS,
  example: {
    b: {
      bucket: ref('aws_s3_bucket.b.id'),
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [`${ref('aws_s3_bucket.b.arn')}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      }),
    },
  },
  absent: 'NoSuchBucketPolicy',
  wanted: (wanted) => wanted.policy,
  read: async (s3, Bucket) => (await s3.getBucketPolicy({ Bucket })).Policy,
  write: (s3, Bucket, Policy) => s3.putBucketPolicy({ Bucket, Policy }),
  remove: (s3, Bucket) => s3.deleteBucketPolicy({ Bucket }),
  differs: jsonDiffers,
});
