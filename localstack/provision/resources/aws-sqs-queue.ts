import type { SQS } from '@aws-sdk/client-sqs';
import { type Decoded, flag, jsonText, number, optional, text, withDefault } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  name: text,
  message_retention_seconds: withDefault(number, 345_600),
  receive_wait_time_seconds: withDefault(number, 0),
  visibility_timeout_seconds: withDefault(number, 30),
  redrive_policy: optional(jsonText),
  sqs_managed_sse_enabled: optional(flag),
  kms_master_key_id: optional(text),
  kms_data_key_reuse_period_seconds: optional(number),
};

interface Queue {
  readonly url: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A queue and its attributes. */
export default defineResource<typeof FIELDS, Queue>({
  type: 'aws_sqs_queue',
  arguments: FIELDS,
  attributes: ['arn', 'id', 'url'],
  passing: [{ name: 'QueueDeletedRecently' }],

  async read(wanted, { aws }) {
    const sqs = await aws.sqs();
    const found = await unlessNotFound(sqs.getQueueUrl({ QueueName: wanted.name }), 'QueueDoesNotExist');
    return found && readQueue(sqs, found.QueueUrl ?? '');
  },

  async create(wanted, { aws, tags }) {
    const sqs = await aws.sqs();
    const { QueueUrl = '' } = await sqs.createQueue({
      QueueName: wanted.name,
      Attributes: attributesOf(wanted),
      tags: { ...tags },
    });
    return readQueue(sqs, QueueUrl);
  },

  async update(wanted, found, { aws }) {
    const changed = Object.entries(attributesOf(wanted)).filter(([name, value]) =>
      name === 'RedrivePolicy'
        ? jsonDiffers(value, found.attributes[name])
        : value !== found.attributes[name],
    );
    if (changed.length === 0) return undefined;
    const sqs = await aws.sqs();
    await sqs.setQueueAttributes({ QueueUrl: found.url, Attributes: Object.fromEntries(changed) });
    return readQueue(sqs, found.url);
  },

  describe: (queue) => ({ arn: queue.attributes.QueueArn ?? '', id: queue.url, url: queue.url }),
});

async function readQueue(sqs: SQS, url: string): Promise<Queue> {
  const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: ['All'] });
  return { url, attributes: Attributes };
}

function attributesOf(wanted: Decoded<typeof FIELDS>): Record<string, string> {
  return {
    MessageRetentionPeriod: String(wanted.message_retention_seconds),
    ReceiveMessageWaitTimeSeconds: String(wanted.receive_wait_time_seconds),
    VisibilityTimeout: String(wanted.visibility_timeout_seconds),
    ...(wanted.redrive_policy && { RedrivePolicy: wanted.redrive_policy }),
    ...(wanted.sqs_managed_sse_enabled !== undefined && {
      SqsManagedSseEnabled: String(wanted.sqs_managed_sse_enabled),
    }),
    ...(wanted.kms_master_key_id && { KmsMasterKeyId: wanted.kms_master_key_id }),
    ...(wanted.kms_data_key_reuse_period_seconds !== undefined && {
      KmsDataKeyReusePeriodSeconds: String(wanted.kms_data_key_reuse_period_seconds),
    }),
  };
}
