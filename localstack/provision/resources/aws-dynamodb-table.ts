import type { CreateTableCommandInput, DynamoDB } from '@aws-sdk/client-dynamodb';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { changeIndexes, indexOf } from './dynamodb-table/indexes.ts';
import {
  type Arguments,
  attributesInForce,
  FIELDS,
  isActive,
  isOnDemand,
  keyNames,
  keySchema,
  type Table,
  throughputOf,
} from './dynamodb-table/model.ts';
import { changeSettings, changeTable, encryptionOf, streamOf } from './dynamodb-table/settings.ts';
import { unlessNotFound } from './not-found.ts';
import { tagList, tagsOfList } from './tags.ts';

/** A DynamoDB table with its indexes, time to live, recovery and stream. */
export default defineResource<typeof FIELDS, Table>({
  type: 'aws_dynamodb_table',
  arguments: FIELDS,
  example: {
    t: {
      name: 'fixture-table',
      billing_mode: 'PAY_PER_REQUEST',
      hash_key: 'pk',
      range_key: 'sk',
      attribute: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'S' },
        { name: 'owner', type: 'S' },
      ],
      global_secondary_index: [
        {
          name: 'by-owner',
          hash_key: 'owner',
          range_key: 'sk',
          projection_type: 'INCLUDE',
          non_key_attributes: ['amount'],
        },
      ],
      ttl: { attribute_name: 'expiresAt', enabled: true },
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true, kms_key_arn: ref('aws_kms_key.k.arn') },
      deletion_protection_enabled: false,
      stream_enabled: true,
      stream_view_type: 'NEW_AND_OLD_IMAGES',
    },
  },
  attributes: ['arn', 'id', 'stream_arn', 'stream_label'],
  foundBy: ['name'],
  fixed: {
    hash_key: ({ description }) => keyNames(description.KeySchema).hash ?? null,
    range_key: ({ description }) => keyNames(description.KeySchema).range ?? null,
    attribute: ({ description }, wanted) => attributesInForce(description, wanted),
  },
  holds: 'its items',
  tags: {
    async read({ description }, _wanted, { aws }) {
      const dynamodb = await aws.dynamodb();
      const { Tags } = await dynamodb.listTagsOfResource({ ResourceArn: description.TableArn });
      return tagsOfList(Tags);
    },
    async write({ description }, _wanted, { set, removed }, { aws }) {
      const dynamodb = await aws.dynamodb();
      const ResourceArn = description.TableArn;
      if (removed.length > 0) await dynamodb.untagResource({ ResourceArn, TagKeys: [...removed] });
      if (Object.keys(set).length > 0) await dynamodb.tagResource({ ResourceArn, Tags: tagList(set) });
    },
  },

  async read(wanted, { aws }) {
    return unlessNotFound(describeTable(await aws.dynamodb(), wanted.name), 'ResourceNotFoundException');
  },

  async create(wanted, tools) {
    const dynamodb = await tools.aws.dynamodb();
    const TableName = wanted.name;
    await dynamodb.createTable({ ...tableOf(wanted), Tags: tagList(tools.tags) });
    await tools.until(() => dynamodb.describeTable({ TableName }), isActive);
    const made = { description: {}, ttl: { Enabled: false }, recovery: false };
    await changeSettings(dynamodb, wanted, made);
    return describeTable(dynamodb, TableName);
  },

  async update(wanted, found, tools) {
    const dynamodb = await tools.aws.dynamodb();
    const updated = [
      await changeTable(dynamodb, wanted, found.description, tools),
      await changeIndexes(dynamodb, wanted, found.description, tools),
      await changeSettings(dynamodb, wanted, found),
    ];
    return updated.includes(true) ? describeTable(dynamodb, wanted.name) : undefined;
  },

  async delete(wanted, _found, { aws, until }) {
    const dynamodb = await aws.dynamodb();
    const TableName = wanted.name;
    await dynamodb.deleteTable({ TableName });
    const read = () => unlessNotFound(dynamodb.describeTable({ TableName }), 'ResourceNotFoundException');
    await until(read, (answer) => answer === undefined);
  },

  describe: ({ description }) => ({
    arn: description.TableArn ?? '',
    id: description.TableName ?? '',
    stream_arn: description.LatestStreamArn ?? '',
    stream_label: description.LatestStreamLabel ?? '',
  }),
});

/** What CreateTable takes. */
function tableOf(wanted: Arguments): CreateTableCommandInput {
  return {
    TableName: wanted.name,
    BillingMode: wanted.billing_mode as CreateTableCommandInput['BillingMode'],
    ...(!isOnDemand(wanted) && { ProvisionedThroughput: throughputOf(wanted) }),
    KeySchema: keySchema(wanted),
    AttributeDefinitions: wanted.attribute.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type as 'S',
    })),
    ...(wanted.global_secondary_index.length > 0 && {
      GlobalSecondaryIndexes: wanted.global_secondary_index.map((index) => indexOf(wanted, index)),
    }),
    ...(wanted.server_side_encryption?.enabled && { SSESpecification: encryptionOf(wanted) }),
    ...(wanted.stream_enabled && { StreamSpecification: streamOf(wanted) }),
    DeletionProtectionEnabled: wanted.deletion_protection_enabled,
  };
}

async function describeTable(dynamodb: DynamoDB, TableName: string): Promise<Table> {
  const [
    { Table: description = {} },
    { TimeToLiveDescription: ttl },
    { ContinuousBackupsDescription: backups },
  ] = await Promise.all([
    dynamodb.describeTable({ TableName }),
    dynamodb.describeTimeToLive({ TableName }),
    dynamodb.describeContinuousBackups({ TableName }),
  ]);
  const status = ttl?.TimeToLiveStatus;
  return {
    description,
    ttl: {
      ...(ttl?.AttributeName && { AttributeName: ttl.AttributeName }),
      Enabled: status === 'ENABLED' || status === 'ENABLING',
    },
    recovery: backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED',
  };
}
