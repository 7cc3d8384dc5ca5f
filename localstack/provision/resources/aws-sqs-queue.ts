import type { SQS } from '@aws-sdk/client-sqs';
import { type Decoded, flag, jsonText, number, optional, text, withDefault } from '../arguments.ts';
import { jsonDiffers } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  name: text,
  message_retention_seconds: withDefault(number, 345_600),
  receive_wait_time_seconds: withDefault(number, 0),
  visibility_timeout_seconds: withDefault(number, 30),
  redrive_policy: optional(jsonText),
  sqs_managed_sse_enabled: optional(flag),
  kms_master_key_id: optional(text),
  kms_data_key_reuse_period_seconds: withDefault(number, 300),
};

interface Queue {
  readonly url: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A queue and its attributes. */
export default defineResource<typeof FIELDS, Queue>({
  type: 'aws_sqs_queue',
  arguments: FIELDS,
  example: {
    dead: {
      name: 'fixture-dead',
      message_retention_seconds: 1_209_600,
      kms_master_key_id: ref('aws_kms_key.k.arn'),
      kms_data_key_reuse_period_seconds: 600,
      lifecycle: { prevent_destroy: true },
    },
    q: {
      name: 'fixture-queue',
      visibility_timeout_seconds: 180,
      receive_wait_time_seconds: 20,
      sqs_managed_sse_enabled: true,
      redrive_policy: JSON.stringify({
        deadLetterTargetArn: ref('aws_sqs_queue.dead.arn'),
        maxReceiveCount: 5,
      }),
    },
    source: { name: 'fixture-source' },
  },
  attributes: ['arn', 'id', 'url'],
  foundBy: ['name'],
  holds: 'its messages',
  tags: {
    async read({ url }, _wanted, { aws }) {
      const sqs = await aws.sqs();
      const { Tags = {} } = await sqs.listQueueTags({ QueueUrl: url });
      return Tags;
    },
    async write({ url }, _wanted, { set, removed }, { aws }) {
      const sqs = await aws.sqs();
      if (removed.length > 0) await sqs.untagQueue({ QueueUrl: url, TagKeys: [...removed] });
      if (Object.keys(set).length > 0) await sqs.tagQueue({ QueueUrl: url, Tags: { ...set } });
    },
  },
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

  async update(wanted, found, { aws }, before) {
    // As in Terraform's provider, a queue without a redrive policy leaves it to aws_sqs_queue_redrive_policy.
    const unset = before?.redrive_policy ? { ...UNSET, RedrivePolicy: '' } : UNSET;
    const changed = Object.entries({ ...unset, ...attributesOf(wanted) }).filter(([name, value]) =>
      attributeDiffers(name, value, found.attributes[name] ?? DEFAULTS[name]),
    );
    if (changed.length === 0) return undefined;
    const sqs = await aws.sqs();
    await sqs.setQueueAttributes({ QueueUrl: found.url, Attributes: Object.fromEntries(changed) });
    return readQueue(sqs, found.url);
  },

  async delete(_wanted, { url }, { aws }) {
    const sqs = await aws.sqs();
    await sqs.deleteQueue({ QueueUrl: url });
  },

  describe: (queue) => ({ arn: queue.attributes.QueueArn ?? '', id: queue.url, url: queue.url }),
});

/** What takes an attribute away. */
const UNSET: Readonly<Record<string, string>> = { KmsMasterKeyId: '' };

/** What an attribute is that a queue is not described with. */
const DEFAULTS: Readonly<Record<string, string>> = {
  ...UNSET,
  RedrivePolicy: '',
  SqsManagedSseEnabled: 'true',
  KmsDataKeyReusePeriodSeconds: '300',
};

function attributeDiffers(name: string, wanted: string, found: string | undefined): boolean {
  if (name !== 'RedrivePolicy' || wanted === '' || !found) return wanted !== found;
  return jsonDiffers(wanted, found);
}

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
    ...encryptionOf(wanted),
  };
}

/** A key in KMS, or SQS's own unless the definition wants none. */
function encryptionOf(wanted: Decoded<typeof FIELDS>): Record<string, string> {
  if (!wanted.kms_master_key_id)
    return { SqsManagedSseEnabled: String(wanted.sqs_managed_sse_enabled ?? true) };
  return {
    KmsMasterKeyId: wanted.kms_master_key_id,
    KmsDataKeyReusePeriodSeconds: String(wanted.kms_data_key_reuse_period_seconds),
  };
}
