// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import type { Aws } from '../../provision/aws.ts';
import {
  type Answer,
  asMap,
  inPlace,
  lastOf,
  replacement,
  statement,
  type TypeCase,
  tags,
  unseen,
} from './case.ts';

const OTHER = '${aws_s3_bucket.other.id}';
const inOther = (answer: Answer) => answer.bucket;

/** A setting of a bucket: reads it, and says of which bucket. */
const setting =
  (
    read: (s3: Awaited<ReturnType<Aws['s3']>>, input: { Bucket: string }) => Promise<object>,
  ): TypeCase['read'] =>
  async (aws, { bucket }) => ({ ...(await read(await aws.s3(), { Bucket: String(bucket) })), bucket });

const rule = (answer: Answer) => answer.Rules[0];
const cors = (answer: Answer) => answer.CORSRules[0];
const queue = (answer: Answer) => answer.QueueConfigurations[0];
const encryption = (answer: Answer) => answer.ServerSideEncryptionConfiguration.Rules[0];
const index = (table: Answer) => table.GlobalSecondaryIndexes?.[0];
const keysOf = (thing: Answer) =>
  thing.KeySchema.map(({ AttributeName }: { AttributeName: string }) => AttributeName);
const PROVISIONED = {
  billing_mode: 'PROVISIONED',
  read_capacity: 5,
  write_capacity: 5,
  'global_secondary_index.read_capacity': 5,
  'global_secondary_index.write_capacity': 5,
};
const without = (name: string) =>
  Object.fromEntries(Object.entries(PROVISIONED).filter(([path]) => path !== name));
const attributes = (...names: string[]) => names.map((name) => ({ name, type: 'S' }));

async function keyDescription(aws: Aws, KeyId: string | undefined): Promise<string | undefined> {
  if (KeyId === undefined) return undefined;
  return (await (await aws.kms()).describeKey({ KeyId })).KeyMetadata?.Description;
}

/** Proofs for DynamoDB, KMS and S3. */
export const storage: Readonly<Record<string, TypeCase>> = {
  aws_dynamodb_table: {
    name: 't',
    read: async (aws, { name }) => {
      const dynamodb = await aws.dynamodb();
      const TableName = String(name);
      const { Table } = await dynamodb.describeTable({ TableName });
      const { Tags } = await dynamodb.listTagsOfResource({ ResourceArn: Table?.TableArn });
      return {
        ...Table,
        keyDescription: await keyDescription(aws, Table?.SSEDescription?.KMSMasterKeyArn),
        Tags: asMap(Tags),
        ...(await dynamodb.describeTimeToLive({ TableName })),
        ...(await dynamodb.describeContinuousBackups({ TableName })),
      };
    },
    arguments: {
      name: replacement('renamed-table', (table) => table.TableName),
      billing_mode: inPlace('PROVISIONED', (table) => table.BillingModeSummary.BillingMode, {
        with: without('billing_mode'),
      }),
      read_capacity: inPlace(7, (table) => table.ProvisionedThroughput.ReadCapacityUnits, {
        with: without('read_capacity'),
      }),
      write_capacity: inPlace(7, (table) => table.ProvisionedThroughput.WriteCapacityUnits, {
        with: without('write_capacity'),
      }),
      hash_key: replacement('owner', (table) => keysOf(table)[0], {
        with: { attribute: attributes('owner', 'sk') },
      }),
      range_key: replacement('owner', (table) => keysOf(table)[1], {
        with: {
          attribute: attributes('pk', 'owner'),
          'global_secondary_index.range_key': null,
        },
      }),
      'attribute.name': inPlace(attributes('pk', 'sk', 'team'), (table) => table.AttributeDefinitions, {
        at: 'attribute',
        with: { 'global_secondary_index.hash_key': 'team' },
        says: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
          { AttributeName: 'team', AttributeType: 'S' },
        ],
      }),
      'attribute.type': replacement(
        [{ name: 'pk', type: 'N' }, ...attributes('sk', 'owner')],
        (table) =>
          table.AttributeDefinitions.find(
            ({ AttributeName }: { AttributeName: string }) => AttributeName === 'pk',
          ).AttributeType,
        { at: 'attribute', says: 'N' },
      ),
      'global_secondary_index.name': inPlace('by-person', (table) => index(table)?.IndexName, {
        unset: { path: 'global_secondary_index', says: undefined },
      }),
      'global_secondary_index.hash_key': inPlace('sk', (table) => keysOf(index(table)), {
        says: ['sk', 'owner'],
        with: { 'global_secondary_index.range_key': 'owner' },
      }),
      'global_secondary_index.range_key': inPlace('pk', (table) => keysOf(index(table)), {
        says: ['owner', 'pk'],
        unset: { says: ['owner'] },
      }),
      'global_secondary_index.projection_type': inPlace(
        'ALL',
        (table) => index(table).Projection.ProjectionType,
        {
          with: { 'global_secondary_index.non_key_attributes': null },
        },
      ),
      'global_secondary_index.non_key_attributes': inPlace(
        ['amount', 'currency'],
        (table) => index(table).Projection.NonKeyAttributes,
      ),
      'global_secondary_index.read_capacity': inPlace(
        7,
        (table) => index(table).ProvisionedThroughput.ReadCapacityUnits,
        { with: without('global_secondary_index.read_capacity') },
      ),
      'global_secondary_index.write_capacity': inPlace(
        7,
        (table) => index(table).ProvisionedThroughput.WriteCapacityUnits,
        { with: without('global_secondary_index.write_capacity') },
      ),
      'ttl.attribute_name': inPlace('endsAt', (table) => table.TimeToLiveDescription.AttributeName, {
        unset: { path: 'ttl', says: undefined },
      }),
      'ttl.enabled': inPlace(false, (table) => table.TimeToLiveDescription.TimeToLiveStatus, {
        says: 'DISABLED',
      }),
      'point_in_time_recovery.enabled': inPlace(
        false,
        (table) =>
          table.ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus,
        { says: 'DISABLED', unset: { path: 'point_in_time_recovery', says: 'DISABLED' } },
      ),
      'server_side_encryption.enabled': inPlace(false, (table) => table.SSEDescription?.Status, {
        says: undefined,
        with: { 'server_side_encryption.kms_key_arn': null },
        unset: { path: 'server_side_encryption', says: undefined },
      }),
      'server_side_encryption.kms_key_arn': inPlace(
        '${aws_kms_key.other.arn}',
        (table) => table.keyDescription,
        { says: 'Another' },
      ),
      deletion_protection_enabled: inPlace(true, (table) => table.DeletionProtectionEnabled, {
        unset: { says: false },
      }),
      stream_enabled: inPlace(false, (table) => table.StreamSpecification?.StreamEnabled, {
        says: undefined,
        with: { stream_view_type: null },
      }),
      stream_view_type: inPlace('KEYS_ONLY', (table) => table.StreamSpecification?.StreamViewType),
      tags: tags((table) => table.Tags),
    },
  },
  aws_kms_key: {
    name: 'k',
    read: async (aws, { key_id }) => {
      const kms = await aws.kms();
      const KeyId = String(key_id);
      const { KeyMetadata } = await kms.describeKey({ KeyId });
      const { Tags = [] } = await kms.listResourceTags({ KeyId });
      return {
        ...KeyMetadata,
        ...(await kms.getKeyPolicy({ KeyId })),
        ...(await kms.getKeyRotationStatus({ KeyId })),
        Tags: asMap(Tags.map(({ TagKey: Key = '', TagValue: Value = '' }) => ({ Key, Value }))),
      };
    },
    arguments: {
      description: inPlace('Encrypts more', (key) => key.Description),
      policy: inPlace(
        statement('Allow', 'kms:*', '*', 'Administer'),
        (key) => JSON.parse(key.Policy).Statement[0].Sid,
        {
          says: 'Administer',
          unset: { says: 'Enable IAM User Permissions' },
        },
      ),
      enable_key_rotation: inPlace(false, (key) => key.KeyRotationEnabled, { unset: { says: false } }),
      rotation_period_in_days: inPlace(90, (key) => key.RotationPeriodInDays, { unset: { says: 365 } }),
      deletion_window_in_days: unseen(9),
      tags: tags((key) => key.Tags),
    },
  },
  aws_kms_alias: {
    name: 'k',
    read: async (aws, { name }) => {
      const kms = await aws.kms();
      const { Aliases = [] } = await kms.listAliases({});
      const alias = Aliases.find(({ AliasName }) => AliasName === name);
      return { ...alias, key: (await kms.describeKey({ KeyId: alias?.TargetKeyId })).KeyMetadata };
    },
    arguments: {
      name: replacement('alias/renamed', (alias) => alias.AliasName),
      target_key_id: inPlace('${aws_kms_key.other.key_id}', (alias) => alias.key.Description, {
        says: 'Another',
      }),
    },
  },
  aws_s3_bucket: {
    name: 'b',
    read: async (aws, { bucket }) => {
      const s3 = await aws.s3();
      const { TagSet } = await s3.getBucketTagging({ Bucket: String(bucket) });
      return { ...(await s3.headBucket({ Bucket: String(bucket) })), bucket, Tags: asMap(TagSet) };
    },
    arguments: {
      bucket: replacement('renamed-bucket', inOther),
      force_destroy: unseen(false),
      tags: tags((bucket) => bucket.Tags),
    },
  },
  aws_s3_bucket_public_access_block: {
    name: 'b',
    read: setting((s3, input) => s3.getPublicAccessBlock(input)),
    arguments: {
      bucket: replacement(OTHER, inOther, { says: 'other-bucket' }),
      block_public_acls: inPlace(false, (a) => a.PublicAccessBlockConfiguration.BlockPublicAcls, {
        unset: { says: false },
      }),
      block_public_policy: inPlace(true, (a) => a.PublicAccessBlockConfiguration.BlockPublicPolicy, {
        unset: { says: false },
      }),
      ignore_public_acls: inPlace(true, (a) => a.PublicAccessBlockConfiguration.IgnorePublicAcls, {
        unset: { says: false },
      }),
      restrict_public_buckets: inPlace(false, (a) => a.PublicAccessBlockConfiguration.RestrictPublicBuckets, {
        unset: { says: false },
      }),
    },
  },
  aws_s3_bucket_ownership_controls: {
    name: 'b',
    read: setting((s3, input) => s3.getBucketOwnershipControls(input)),
    arguments: {
      bucket: replacement(OTHER, inOther, { says: 'other-bucket' }),
      'rule.object_ownership': inPlace(
        'BucketOwnerPreferred',
        (answer) => answer.OwnershipControls.Rules[0].ObjectOwnership,
      ),
    },
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    name: 'b',
    read: async (aws, { bucket }) => {
      const s3 = await aws.s3();
      const answer = await s3.getBucketEncryption({ Bucket: String(bucket) });
      const key = encryption(answer).ApplyServerSideEncryptionByDefault.KMSMasterKeyID;
      return { ...answer, bucket, keyDescription: await keyDescription(aws, key) };
    },
    arguments: {
      bucket: replacement(OTHER, inOther, { says: 'other-bucket' }),
      'rule.apply_server_side_encryption_by_default.sse_algorithm': inPlace(
        'AES256',
        (answer) => encryption(answer).ApplyServerSideEncryptionByDefault.SSEAlgorithm,
        {
          with: {
            'rule.apply_server_side_encryption_by_default.kms_master_key_id': null,
            'rule.bucket_key_enabled': null,
          },
        },
      ),
      'rule.apply_server_side_encryption_by_default.kms_master_key_id': inPlace(
        '${aws_kms_key.other.arn}',
        (answer) => answer.keyDescription,
        { says: 'Another', unset: { says: undefined } },
      ),
      'rule.bucket_key_enabled': inPlace(false, (answer) => encryption(answer).BucketKeyEnabled ?? false, {
        unset: { says: false },
      }),
    },
  },
  aws_s3_bucket_versioning: {
    name: 'b',
    read: setting((s3, input) => s3.getBucketVersioning(input)),
    arguments: {
      bucket: replacement(OTHER, inOther, { says: 'other-bucket' }),
      'versioning_configuration.status': inPlace('Suspended', (answer) => answer.Status),
    },
  },
  aws_s3_bucket_policy: {
    name: 'b',
    read: setting((s3, input) => s3.getBucketPolicy(input)),
    arguments: {
      bucket: replacement(OTHER, inOther, {
        says: 'other-bucket',
        with: { policy: statement('Allow', 's3:GetObject', 'arn:aws:s3:::other-bucket/*') },
      }),
      policy: inPlace(
        statement('Deny', 's3:DeleteBucket', 'arn:aws:s3:::fixture-bucket'),
        (answer) => JSON.parse(answer.Policy).Statement[0].Action,
        { says: 's3:DeleteBucket' },
      ),
    },
  },
  aws_s3_bucket_cors_configuration: {
    name: 'b',
    read: setting((s3, input) => s3.getBucketCors(input)),
    arguments: {
      bucket: replacement(OTHER, inOther, { says: 'other-bucket' }),
      'cors_rule.allowed_headers': inPlace(['x-a'], (answer) => cors(answer).AllowedHeaders, {
        unset: { says: undefined },
      }),
      'cors_rule.allowed_methods': inPlace(['POST'], (answer) => cors(answer).AllowedMethods),
      'cors_rule.allowed_origins': inPlace(['*'], (answer) => cors(answer).AllowedOrigins),
      'cors_rule.expose_headers': inPlace(['etag'], (answer) => cors(answer).ExposeHeaders, {
        unset: { says: undefined },
      }),
      'cors_rule.max_age_seconds': inPlace(5, (answer) => cors(answer).MaxAgeSeconds, {
        unset: { says: undefined },
      }),
    },
  },
  aws_s3_bucket_lifecycle_configuration: {
    name: 'b',
    read: setting((s3, input) => s3.getBucketLifecycleConfiguration(input)),
    arguments: {
      bucket: replacement(OTHER, inOther, { says: 'other-bucket' }),
      'rule.id': inPlace('renamed', (answer) => rule(answer).ID),
      'rule.status': inPlace('Disabled', (answer) => rule(answer).Status),
      'rule.filter.prefix': inPlace('x/', (answer) => rule(answer).Filter.Prefix, {
        unset: { path: 'rule.filter', says: '' },
      }),
      'rule.filter.tag.key': inPlace('Kind', (answer) => rule(answer).Filter.Tag, {
        with: { 'rule.filter.tag.value': 'draft' },
        says: { Key: 'Kind', Value: 'draft' },
      }),
      'rule.filter.tag.value': inPlace('draft', (answer) => rule(answer).Filter.And, {
        with: { 'rule.filter.prefix': 'x/', 'rule.filter.tag.key': 'Kind' },
        says: { Prefix: 'x/', Tags: [{ Key: 'Kind', Value: 'draft' }] },
      }),
      'rule.expiration.days': inPlace(120, (answer) => rule(answer).Expiration?.Days, {
        unset: { path: 'rule.expiration', says: undefined },
      }),
      'rule.noncurrent_version_expiration.noncurrent_days': inPlace(
        7,
        (answer) => rule(answer).NoncurrentVersionExpiration?.NoncurrentDays,
        { unset: { path: 'rule.noncurrent_version_expiration', says: undefined } },
      ),
      'rule.abort_incomplete_multipart_upload.days_after_initiation': inPlace(
        7,
        (answer) => rule(answer).AbortIncompleteMultipartUpload?.DaysAfterInitiation,
        { unset: { path: 'rule.abort_incomplete_multipart_upload', says: undefined } },
      ),
      'rule.transition.days': inPlace(60, (answer) => rule(answer).Transitions?.[0].Days, {
        unset: { path: 'rule.transition', says: undefined },
      }),
      'rule.transition.storage_class': inPlace(
        'GLACIER',
        (answer) => rule(answer).Transitions[0].StorageClass,
      ),
    },
  },
  aws_s3_bucket_notification: {
    name: 'b',
    read: setting((s3, input) => s3.getBucketNotificationConfiguration(input)),
    arguments: {
      bucket: replacement(OTHER, inOther, { says: 'other-bucket' }),
      'queue.id': inPlace('renamed', (answer) => queue(answer).Id),
      'queue.queue_arn': inPlace('${aws_sqs_queue.second.arn}', (answer) => lastOf(queue(answer).QueueArn), {
        says: 'fixture-second',
      }),
      'queue.events': inPlace(['s3:ObjectCreated:Put'], (answer) => queue(answer).Events),
      'queue.filter_prefix': inPlace('out/', (answer) => queue(answer).Filter?.Key.FilterRules[0].Value, {
        unset: { says: undefined },
      }),
    },
  },
};
