import type { LifecycleRule } from '@aws-sdk/client-s3';
import { block, blocks, number, optional, text } from '../arguments.ts';
import { ref } from '../example.ts';
import { defineBucketSetting } from './bucket-setting.ts';

const FIELDS = {
  bucket: text,
  rule: blocks({
    id: text,
    status: text,
    filter: optional(block({ prefix: optional(text), tag: optional(block({ key: text, value: text })) })),
    expiration: optional(block({ days: number })),
    noncurrent_version_expiration: optional(block({ noncurrent_days: number })),
    abort_incomplete_multipart_upload: optional(block({ days_after_initiation: number })),
    transition: blocks({ days: number, storage_class: text }),
  }),
};

/** What a bucket does with its objects as they age. */
export default defineBucketSetting<typeof FIELDS, LifecycleRule[]>({
  type: 'aws_s3_bucket_lifecycle_configuration',
  arguments: FIELDS,
  example: {
    b: {
      bucket: ref('aws_s3_bucket.b.id'),
      rule: [
        {
          id: 'forget',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrent_version_expiration: [{ noncurrent_days: 30 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
          transition: [{ days: 90, storage_class: 'STANDARD_IA' }],
        },
      ],
    },
  },
  absent: 'NoSuchLifecycleConfiguration',
  wanted: ({ rule: rules }) =>
    rules.map(
      (rule): LifecycleRule => ({
        ID: rule.id,
        Status: rule.status as 'Enabled',
        Filter: filterOf(rule.filter),
        Expiration: rule.expiration && { Days: rule.expiration.days },
        NoncurrentVersionExpiration: rule.noncurrent_version_expiration && {
          NoncurrentDays: rule.noncurrent_version_expiration.noncurrent_days,
        },
        AbortIncompleteMultipartUpload: rule.abort_incomplete_multipart_upload && {
          DaysAfterInitiation: rule.abort_incomplete_multipart_upload.days_after_initiation,
        },
        Transitions:
          rule.transition.length === 0
            ? undefined
            : rule.transition.map(({ days, storage_class }) => ({
                Days: days,
                StorageClass: storage_class as 'STANDARD_IA',
              })),
      }),
    ),
  read: async (s3, Bucket) => (await s3.getBucketLifecycleConfiguration({ Bucket })).Rules,
  write: (s3, Bucket, Rules) =>
    s3.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration: { Rules } }),
  remove: (s3, Bucket) => s3.deleteBucketLifecycle({ Bucket }),
});

/** A rule without a filter is one for all objects. A prefix and a tag at once are an `And`. */
function filterOf(
  filter: { readonly prefix: string | undefined; readonly tag: Tag | undefined } | undefined,
) {
  const tag = filter?.tag && { Key: filter.tag.key, Value: filter.tag.value };
  if (!tag) return { Prefix: filter?.prefix ?? '', Tag: undefined, And: undefined };
  if (!filter.prefix) return { Prefix: undefined, Tag: tag, And: undefined };
  return { Prefix: undefined, Tag: undefined, And: { Prefix: filter.prefix, Tags: [tag] } };
}

interface Tag {
  readonly key: string;
  readonly value: string;
}
