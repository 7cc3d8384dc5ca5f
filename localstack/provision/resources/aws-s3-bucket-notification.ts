import type { QueueConfiguration } from '@aws-sdk/client-s3';
import { blocks, list, optional, text } from '../arguments.ts';
import { differs } from '../compare.ts';
import { ref } from '../example.ts';
import { defineBucketSetting } from './bucket-setting.ts';

const FIELDS = {
  bucket: text,
  queue: blocks({
    id: text,
    queue_arn: text,
    events: list(text),
    filter_prefix: optional(text),
  }),
};

/** Which queues a bucket tells of new objects. */
export default defineBucketSetting<typeof FIELDS, QueueConfiguration[]>({
  type: 'aws_s3_bucket_notification',
  arguments: FIELDS,
  example: {
    b: {
      bucket: ref('aws_s3_bucket.b.id'),
      queue: [
        {
          id: 'arrived',
          queue_arn: ref('aws_sqs_queue.q.arn'),
          events: ['s3:ObjectCreated:*'],
          filter_prefix: 'in/',
        },
      ],
      depends_on: ['aws_sqs_queue_policy.q'],
    },
  },
  wanted: (wanted) =>
    wanted.queue.map((queue) => ({
      Id: queue.id,
      QueueArn: queue.queue_arn,
      Events: queue.events as QueueConfiguration['Events'],
      ...(queue.filter_prefix && {
        Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value: queue.filter_prefix }] } },
      }),
    })),
  // A bucket without notifications answers without configurations.
  read: async (s3, Bucket) => (await s3.getBucketNotificationConfiguration({ Bucket })).QueueConfigurations,
  write: (s3, Bucket, QueueConfigurations) =>
    s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: { QueueConfigurations } }),
  remove: (s3, Bucket) => s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: {} }),
  // S3 writes the rule's name with a capital letter when it answers.
  differs: (wanted, found) => differs(wanted.map(comparable), found.map(comparable)),
});

function comparable(configuration: QueueConfiguration) {
  const rules = configuration.Filter?.Key?.FilterRules?.map((rule) => ({
    name: rule.Name?.toLowerCase(),
    value: rule.Value,
  }));
  const { Id, QueueArn, Events } = configuration;
  return { Id, QueueArn, Events, rules };
}
