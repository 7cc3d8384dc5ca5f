// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { inPlace, lastOf, replacement, statement, type TypeCase, tags } from './case.ts';

/** Proofs for SQS. */
export const queues: Readonly<Record<string, TypeCase>> = {
  aws_sqs_queue: {
    name: 'q',
    read: async (aws, { url }) => {
      const sqs = await aws.sqs();
      const QueueUrl = String(url);
      const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
      return { ...Attributes, ...(await sqs.listQueueTags({ QueueUrl })) };
    },
    arguments: {
      name: replacement('renamed-queue', (queue) => lastOf(queue.QueueArn)),
      message_retention_seconds: inPlace(600, (queue) => queue.MessageRetentionPeriod, {
        says: '600',
        unset: { says: '345600' },
      }),
      receive_wait_time_seconds: inPlace(5, (queue) => queue.ReceiveMessageWaitTimeSeconds, {
        says: '5',
        unset: { says: '0' },
      }),
      visibility_timeout_seconds: inPlace(60, (queue) => queue.VisibilityTimeout, {
        says: '60',
        unset: { says: '30' },
      }),
      redrive_policy: inPlace(
        '{"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}","maxReceiveCount":9}',
        (queue) => queue.RedrivePolicy && JSON.parse(queue.RedrivePolicy).maxReceiveCount,
        { says: 9, unset: { says: undefined } },
      ),
      sqs_managed_sse_enabled: inPlace(false, (queue) => queue.SqsManagedSseEnabled, {
        says: 'false',
        unset: { says: 'true' },
      }),
      kms_master_key_id: inPlace('alias/fixture', (queue) => queue.KmsMasterKeyId, {
        with: { sqs_managed_sse_enabled: null },
        unset: { says: undefined },
      }),
      kms_data_key_reuse_period_seconds: inPlace(900, (queue) => queue.KmsDataKeyReusePeriodSeconds, {
        says: '900',
        with: { sqs_managed_sse_enabled: null, kms_master_key_id: 'alias/fixture' },
        unset: { says: '300' },
      }),
      tags: tags((queue) => queue.Tags),
    },
  },
  aws_sqs_queue_policy: {
    name: 'q',
    read: async (aws, { queue_url }) => {
      const sqs = await aws.sqs();
      const { Attributes } = await sqs.getQueueAttributes({
        QueueUrl: String(queue_url),
        AttributeNames: ['Policy', 'QueueArn'],
      });
      return Attributes;
    },
    arguments: {
      queue_url: replacement('${aws_sqs_queue.dead.url}', (queue) => lastOf(queue.QueueArn), {
        says: 'fixture-dead',
      }),
      policy: inPlace(
        statement('Allow', 'sqs:SendMessage', '*', 'Anew'),
        (queue) => JSON.parse(queue.Policy).Statement[0].Sid,
        { says: 'Anew' },
      ),
    },
  },
  aws_sqs_queue_redrive_allow_policy: {
    name: 'dead',
    read: async (aws, { queue_url }) => {
      const sqs = await aws.sqs();
      const { Attributes } = await sqs.getQueueAttributes({
        QueueUrl: String(queue_url),
        AttributeNames: ['RedriveAllowPolicy', 'QueueArn'],
      });
      return Attributes;
    },
    arguments: {
      queue_url: replacement('${aws_sqs_queue.second.url}', (queue) => lastOf(queue.QueueArn), {
        says: 'fixture-second',
      }),
      redrive_allow_policy: inPlace(
        '{"redrivePermission":"byQueue","sourceQueueArns":["${aws_sqs_queue.q.arn}"]}',
        (queue) => JSON.parse(queue.RedriveAllowPolicy).redrivePermission,
        { says: 'byQueue' },
      ),
    },
  },
  aws_sqs_queue_redrive_policy: {
    name: 'source',
    read: async (aws, { queue_url }) => {
      const sqs = await aws.sqs();
      const { Attributes } = await sqs.getQueueAttributes({
        QueueUrl: String(queue_url),
        AttributeNames: ['RedrivePolicy', 'QueueArn'],
      });
      return Attributes;
    },
    arguments: {
      queue_url: replacement('${aws_sqs_queue.second.url}', (queue) => lastOf(queue.QueueArn), {
        says: 'fixture-second',
      }),
      redrive_policy: inPlace(
        '{"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}","maxReceiveCount":9}',
        (queue) => JSON.parse(queue.RedrivePolicy).maxReceiveCount,
        { says: 9 },
      ),
    },
  },
};
