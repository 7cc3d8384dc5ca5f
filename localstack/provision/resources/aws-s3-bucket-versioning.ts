import { block, text } from '../arguments.ts';
import { ref } from '../example.ts';
import { defineBucketSetting } from './bucket-setting.ts';

const FIELDS = { bucket: text, versioning_configuration: block({ status: text }) };

/** Whether a bucket keeps what is replaced. */
export default defineBucketSetting<typeof FIELDS, { readonly Status: string }>({
  type: 'aws_s3_bucket_versioning',
  arguments: FIELDS,
  example: { b: { bucket: ref('aws_s3_bucket.b.id'), versioning_configuration: { status: 'Enabled' } } },
  wanted: (wanted) => ({ Status: wanted.versioning_configuration.status }),
  // A bucket that never had versioning answers without a status.
  async read(s3, Bucket) {
    const { Status } = await s3.getBucketVersioning({ Bucket });
    return Status && { Status };
  },
  write: (s3, Bucket, { Status }) =>
    s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: Status as 'Enabled' } }),
  // A bucket that had versioning keeps its versions, and makes no more of them.
  remove: (s3, Bucket) =>
    s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
});
