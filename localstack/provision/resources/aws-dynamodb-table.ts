import type {
  CreateTableCommandInput,
  DynamoDB,
  SSESpecification,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { block, blocks, type Decoded, flag, list, optional, text, withDefault } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ProvisionError } from '../errors.ts';
import { unlessNotFound } from './not-found.ts';
import { tagList } from './tags.ts';

const FIELDS = {
  name: text,
  billing_mode: text,
  hash_key: text,
  range_key: optional(text),
  attribute: blocks({ name: text, type: text }),
  global_secondary_index: blocks({
    name: text,
    hash_key: text,
    range_key: optional(text),
    projection_type: text,
    non_key_attributes: optional(list(text)),
  }),
  ttl: optional(block({ attribute_name: text, enabled: flag })),
  point_in_time_recovery: optional(block({ enabled: flag })),
  server_side_encryption: optional(block({ enabled: flag, kms_key_arn: optional(text) })),
  deletion_protection_enabled: withDefault(flag, false),
};

type Arguments = Decoded<typeof FIELDS>;

interface Table {
  readonly description: TableDescription;
  readonly ttl: { readonly AttributeName?: string; readonly Enabled: boolean };
  readonly recovery: boolean;
}

/** A DynamoDB table with its indexes, time to live and recovery. */
export default defineResource<typeof FIELDS, Table>({
  type: 'aws_dynamodb_table',
  arguments: FIELDS,
  attributes: ['arn', 'id'],

  async read(wanted, { aws }) {
    return unlessNotFound(describeTable(await aws.dynamodb(), wanted.name), 'ResourceNotFoundException');
  },

  async create(wanted, { aws, tags, until }) {
    const dynamodb = await aws.dynamodb();
    await dynamodb.createTable({
      ...shapeOf(wanted),
      ...(wanted.server_side_encryption?.enabled && { SSESpecification: encryptionOf(wanted) }),
      Tags: tagList(tags),
    });
    await until(() => dynamodb.describeTable({ TableName: wanted.name }), isActive);
    await settle(dynamodb, wanted, undefined);
    return describeTable(dynamodb, wanted.name);
  },

  async update(wanted, found, { aws, until }) {
    const dynamodb = await aws.dynamodb();
    refuseOtherShape(wanted, found.description);
    const protection = wanted.deletion_protection_enabled;
    const reprotect = protection !== (found.description.DeletionProtectionEnabled ?? false);
    if (reprotect) {
      await dynamodb.updateTable({ TableName: wanted.name, DeletionProtectionEnabled: protection });
      await until(() => dynamodb.describeTable({ TableName: wanted.name }), isActive);
    }
    const encryption = encryptionOf(wanted);
    const reencrypt = encryptionDiffers(encryption, found.description);
    if (reencrypt) {
      await dynamodb.updateTable({ TableName: wanted.name, SSESpecification: encryption });
      await until(() => dynamodb.describeTable({ TableName: wanted.name }), isActive);
    }
    const settled = await settle(dynamodb, wanted, found);
    return reprotect || reencrypt || settled ? describeTable(dynamodb, wanted.name) : undefined;
  },

  describe: ({ description }) => ({ arn: description.TableArn ?? '', id: description.TableName ?? '' }),
});

function encryptionOf({ server_side_encryption: wanted }: Arguments): SSESpecification {
  if (!wanted?.enabled) return { Enabled: false };
  return { Enabled: true, SSEType: 'KMS', ...(wanted.kms_key_arn && { KMSMasterKeyId: wanted.kms_key_arn }) };
}

/** A key of the account's own has to be the same; without one named, any will do. */
function encryptionDiffers(wanted: SSESpecification, { SSEDescription: found }: TableDescription): boolean {
  if (wanted.Enabled !== (found?.Status === 'ENABLED')) return true;
  return wanted.KMSMasterKeyId !== undefined && wanted.KMSMasterKeyId !== found?.KMSMasterKeyArn;
}

/** What CreateTable takes and DescribeTable gives back. */
function shapeOf(wanted: Arguments) {
  const keys = (hash: string, range: string | undefined) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
  ];
  return {
    TableName: wanted.name,
    BillingMode: wanted.billing_mode,
    KeySchema: keys(wanted.hash_key, wanted.range_key),
    AttributeDefinitions: wanted.attribute.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    GlobalSecondaryIndexes: wanted.global_secondary_index.map((index) => ({
      IndexName: index.name,
      KeySchema: keys(index.hash_key, index.range_key),
      Projection: {
        ProjectionType: index.projection_type,
        ...(index.non_key_attributes && { NonKeyAttributes: index.non_key_attributes }),
      },
    })),
    DeletionProtectionEnabled: wanted.deletion_protection_enabled,
  } as CreateTableCommandInput & { TableName: string };
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

/** Sets what has operations of its own; says whether anything had to be. */
async function settle(dynamodb: DynamoDB, wanted: Arguments, found: Table | undefined): Promise<boolean> {
  const TableName = wanted.name;
  const ttl = wanted.ttl && { AttributeName: wanted.ttl.attribute_name, Enabled: wanted.ttl.enabled };
  const newTtl = ttl && (found ? differs(ttl, found.ttl) : ttl.Enabled);
  if (newTtl) await dynamodb.updateTimeToLive({ TableName, TimeToLiveSpecification: ttl });
  const recovery = wanted.point_in_time_recovery?.enabled;
  const newRecovery = recovery !== undefined && recovery !== (found?.recovery ?? false);
  if (newRecovery) {
    await dynamodb.updateContinuousBackups({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: recovery },
    });
  }
  return Boolean(newTtl || newRecovery);
}

/** Keys and indexes decide how the data is kept; changing them is a migration, not an update. */
function refuseOtherShape(wanted: Arguments, found: TableDescription): void {
  const shape = shapeOf(wanted);
  const byName = <T extends object>(items: T[] | undefined, name: keyof T) =>
    (items ?? []).toSorted((a, b) => (String(a[name]) < String(b[name]) ? -1 : 1));
  const parts = {
    hash_key: [shape.KeySchema, found.KeySchema],
    billing_mode: [shape.BillingMode, found.BillingModeSummary?.BillingMode],
    attribute: [
      byName(shape.AttributeDefinitions, 'AttributeName'),
      byName(found.AttributeDefinitions, 'AttributeName'),
    ],
    global_secondary_index: [
      byName(shape.GlobalSecondaryIndexes, 'IndexName'),
      byName(found.GlobalSecondaryIndexes, 'IndexName'),
    ],
  };
  for (const [argument, [own, other]] of Object.entries(parts)) {
    if (!differs(own, other)) continue;
    throw new ProvisionError(
      'CannotChangeInPlace',
      'the table exists with another value, which provisioning does not change',
      {
        argument,
      },
    );
  }
}

function isActive({ Table: table }: { Table?: TableDescription | undefined }): boolean {
  return table?.TableStatus === 'ACTIVE';
}
