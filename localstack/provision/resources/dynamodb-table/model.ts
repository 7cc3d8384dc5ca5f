import type { KeySchemaElement, ProvisionedThroughput, TableDescription } from '@aws-sdk/client-dynamodb';
import {
  block,
  blocks,
  type Decoded,
  flag,
  list,
  number,
  optional,
  text,
  withDefault,
} from '../../arguments.ts';

const CAPACITY = { read_capacity: optional(number), write_capacity: optional(number) };

const INDEX = {
  name: text,
  hash_key: text,
  range_key: optional(text),
  projection_type: text,
  non_key_attributes: optional(list(text)),
  ...CAPACITY,
};

/** The arguments of a table. */
export const FIELDS = {
  name: text,
  billing_mode: withDefault(text, 'PROVISIONED'),
  ...CAPACITY,
  hash_key: text,
  range_key: optional(text),
  attribute: blocks({ name: text, type: text }),
  global_secondary_index: blocks(INDEX),
  ttl: optional(block({ attribute_name: text, enabled: flag })),
  point_in_time_recovery: optional(block({ enabled: flag })),
  server_side_encryption: optional(block({ enabled: flag, kms_key_arn: optional(text) })),
  deletion_protection_enabled: withDefault(flag, false),
  stream_enabled: withDefault(flag, false),
  stream_view_type: optional(text),
};

export type Arguments = Decoded<typeof FIELDS>;
export type IndexArguments = Decoded<typeof INDEX>;

/** A table as DynamoDB's three operations describe it. */
export interface Table {
  readonly description: TableDescription;
  readonly ttl: { readonly AttributeName?: string; readonly Enabled: boolean };
  readonly recovery: boolean;
}

/** The keys of a table or an index. */
export function keySchema({
  hash_key,
  range_key,
}: Pick<IndexArguments, 'hash_key' | 'range_key'>): KeySchemaElement[] {
  return [
    { AttributeName: hash_key, KeyType: 'HASH' },
    ...(range_key === undefined ? [] : [{ AttributeName: range_key, KeyType: 'RANGE' as const }]),
  ];
}

/** The name of a table's or an index's keys. */
export function keyNames(schema: readonly KeySchemaElement[] | undefined) {
  const name = (type: KeySchemaElement['KeyType']) =>
    schema?.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return { hash: name('HASH'), range: name('RANGE') };
}

/** The attributes as the definition has them, those of the table's own keys with the type that they have. */
export function attributesInForce(
  found: TableDescription,
  { attribute }: Arguments,
): { name: string; type: string }[] {
  const keys = new Set(found.KeySchema?.map(({ AttributeName }) => AttributeName));
  return attribute.map(({ name, type }) => ({ name, type: (keys.has(name) && typeOf(found, name)) || type }));
}

/** The type of an attribute that is a key. */
export function typeOf({ AttributeDefinitions }: TableDescription, name: string): string | undefined {
  return AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
}

/** Whether a table is paid by request. */
export function isOnDemand({ billing_mode }: Arguments): boolean {
  return billing_mode === 'PAY_PER_REQUEST';
}

/** What is reserved for a table or an index. */
export function throughputOf({
  read_capacity,
  write_capacity,
}: Pick<IndexArguments, 'read_capacity' | 'write_capacity'>): ProvisionedThroughput {
  return { ReadCapacityUnits: read_capacity, WriteCapacityUnits: write_capacity };
}

/** Whether nothing of a table is being made or changed. */
export function isActive({ Table: table }: { readonly Table?: TableDescription | undefined }): boolean {
  return table?.TableStatus === 'ACTIVE';
}
