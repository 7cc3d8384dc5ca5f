import type { KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { present, type Reader, tagRecord, unless } from '../reader.ts';

const keyOf = (schema: KeySchemaElement[] | undefined, type: string) =>
  schema?.find((key) => key.KeyType === type)?.AttributeName;

/** What the data stack is made of, but for the bucket. */
export const dataReaders: Readonly<Record<string, Reader>> = {
  aws_dynamodb_table: {
    source: 'dynamodb/table.go',
    calls: [
      'dynamodb:DescribeTable',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:ListTagsOfResource',
      'kms:DescribeKey',
    ],
    async read(sent, { dynamodb, kms }) {
      const TableName = sent.text('name');
      const { Table: table } = await dynamodb.describeTable({ TableName });
      const { ContinuousBackupsDescription: backups } = await dynamodb.describeContinuousBackups({
        TableName,
      });
      const recovery = backups?.PointInTimeRecoveryDescription;
      // Whether the table's key is DynamoDB's own; without an answer, for whatever reason, the provider takes it for another.
      const own = kms.describeKey({ KeyId: 'alias/aws/dynamodb' });
      await unless(own, 'NotFoundException', 'AccessDeniedException');
      const { TimeToLiveDescription: ttl } = await dynamodb.describeTimeToLive({ TableName });
      const { Tags } = await dynamodb.listTagsOfResource({ ResourceArn: table?.TableArn });
      return {
        arguments: {
          name: table?.TableName,
          billing_mode: table?.BillingModeSummary?.BillingMode,
          hash_key: keyOf(table?.KeySchema, 'HASH'),
          range_key: keyOf(table?.KeySchema, 'RANGE'),
          attribute: table?.AttributeDefinitions?.map(({ AttributeName: name, AttributeType: type }) => ({
            name,
            type,
          })),
          global_secondary_index: table?.GlobalSecondaryIndexes?.map((index) => ({
            name: index.IndexName,
            hash_key: keyOf(index.KeySchema, 'HASH'),
            range_key: keyOf(index.KeySchema, 'RANGE'),
            projection_type: index.Projection?.ProjectionType,
            non_key_attributes: index.Projection?.NonKeyAttributes,
          })),
          ttl: { attribute_name: ttl?.AttributeName, enabled: ttl?.TimeToLiveStatus === 'ENABLED' },
          point_in_time_recovery: { enabled: recovery?.PointInTimeRecoveryStatus === 'ENABLED' },
          server_side_encryption: {
            enabled: table?.SSEDescription?.Status === 'ENABLED',
            kms_key_arn: table?.SSEDescription?.KMSMasterKeyArn,
          },
          deletion_protection_enabled: table?.DeletionProtectionEnabled,
          stream_enabled: table?.StreamSpecification?.StreamEnabled ?? false,
          stream_view_type: table?.StreamSpecification?.StreamViewType,
        },
        tags: tagRecord(Tags),
      };
    },
    delete: (sent, { dynamodb }) => dynamodb.deleteTable({ TableName: sent.text('name') }),
  },

  aws_kms_key: {
    source: 'kms/key.go',
    calls: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
    unread: { deletion_window_in_days: 'counts when the key is destroyed; KMS keeps no record of it before' },
    async read(sent, { kms }) {
      const KeyId = sent.text('key_id');
      const { KeyMetadata: key } = await kms.describeKey({ KeyId });
      // To the provider, a key that waits for its deletion is gone.
      present(key?.KeyState === 'PendingDeletion' ? undefined : key, 'the key');
      const { Policy } = await kms.getKeyPolicy({ KeyId, PolicyName: 'default' });
      const rotation = await kms.getKeyRotationStatus({ KeyId });
      const { Tags } = await kms.listResourceTags({ KeyId });
      return {
        arguments: {
          description: key?.Description,
          policy: Policy,
          enable_key_rotation: rotation.KeyRotationEnabled,
          rotation_period_in_days: rotation.RotationPeriodInDays,
        },
        tags: Object.fromEntries((Tags ?? []).map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue])),
      };
    },
    delete: (sent, { kms }) =>
      kms.scheduleKeyDeletion({
        KeyId: sent.text('key_id'),
        PendingWindowInDays: Number(sent.arguments.deletion_window_in_days),
      }),
  },

  aws_kms_alias: {
    source: 'kms/alias.go',
    calls: ['kms:ListAliases'],
    async read(sent, { kms }) {
      const { Aliases } = await kms.listAliases({});
      const alias = present(
        Aliases?.find(({ AliasName }) => AliasName === sent.text('name')),
        'the alias',
      );
      return { arguments: { name: alias.AliasName, target_key_id: alias.TargetKeyId } };
    },
    delete: (sent, { kms }) => kms.deleteAlias({ AliasName: sent.text('name') }),
  },

  aws_sqs_queue: {
    source: 'sqs/queue.go',
    calls: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags'],
    async read(sent, { sqs }) {
      const QueueUrl = sent.text('url');
      const { Attributes: all = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
      const { Tags = {} } = await sqs.listQueueTags({ QueueUrl });
      return {
        arguments: {
          name: all.QueueArn?.split(':').at(-1),
          message_retention_seconds: Number(all.MessageRetentionPeriod),
          receive_wait_time_seconds: Number(all.ReceiveMessageWaitTimeSeconds),
          visibility_timeout_seconds: Number(all.VisibilityTimeout),
          redrive_policy: all.RedrivePolicy,
          kms_master_key_id: all.KmsMasterKeyId,
          sqs_managed_sse_enabled: all.SqsManagedSseEnabled === 'true',
        },
        tags: Tags,
      };
    },
    delete: (sent, { sqs }) => sqs.deleteQueue({ QueueUrl: sent.text('url') }),
  },

  aws_sqs_queue_policy: {
    source: 'sqs/queue_policy.go',
    calls: ['sqs:GetQueueAttributes'],
    async read(sent, { sqs }) {
      const QueueUrl = sent.text('queue_url');
      const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] });
      const policy = present(Attributes?.Policy, 'the policy');
      return { arguments: { queue_url: QueueUrl, policy } };
    },
    delete: (sent, { sqs }) =>
      unless(
        sqs.setQueueAttributes({ QueueUrl: sent.text('queue_url'), Attributes: { Policy: '' } }),
        'QueueDoesNotExist',
      ),
  },
  aws_sqs_queue_redrive_allow_policy: {
    source: 'sqs/queue_redrive_allow_policy.go',
    calls: ['sqs:GetQueueAttributes'],
    async read(sent, { sqs }) {
      const QueueUrl = sent.text('queue_url');
      const { Attributes } = await sqs.getQueueAttributes({
        QueueUrl,
        AttributeNames: ['RedriveAllowPolicy'],
      });
      const policy = present(Attributes?.RedriveAllowPolicy, 'the redrive allow policy');
      return { arguments: { queue_url: QueueUrl, redrive_allow_policy: policy } };
    },
    delete: (sent, { sqs }) =>
      unless(
        sqs.setQueueAttributes({ QueueUrl: sent.text('queue_url'), Attributes: { RedriveAllowPolicy: '' } }),
        'QueueDoesNotExist',
      ),
  },
  aws_sqs_queue_redrive_policy: {
    source: 'sqs/queue_redrive_policy.go',
    calls: ['sqs:GetQueueAttributes'],
    async read(sent, { sqs }) {
      const QueueUrl = sent.text('queue_url');
      const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['RedrivePolicy'] });
      const policy = present(Attributes?.RedrivePolicy, 'the redrive policy');
      return { arguments: { queue_url: QueueUrl, redrive_policy: policy } };
    },
    delete: (sent, { sqs }) =>
      unless(
        sqs.setQueueAttributes({ QueueUrl: sent.text('queue_url'), Attributes: { RedrivePolicy: '' } }),
        'QueueDoesNotExist',
      ),
  },
};
