import type {
  AttributeDefinition,
  DynamoDB,
  GlobalSecondaryIndex,
  GlobalSecondaryIndexDescription,
  GlobalSecondaryIndexUpdate,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { differs } from '../../compare.ts';
import type { Tools } from '../../resource.ts';
import {
  type Arguments,
  type IndexArguments,
  isActive,
  isOnDemand,
  keySchema,
  throughputOf,
  typeOf,
} from './model.ts';

/** How long an index may take to be filled: minutes where the table is large. */
const PATIENCE_MS = 30 * 60_000;

/** An index as CreateTable and UpdateTable take it. */
export function indexOf(wanted: Arguments, index: IndexArguments): GlobalSecondaryIndex {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection: {
      ProjectionType: index.projection_type as 'ALL',
      NonKeyAttributes: index.non_key_attributes,
    },
    ...(!isOnDemand(wanted) && { ProvisionedThroughput: throughputOf(index) }),
  };
}

/**
 * Deletes, makes and resizes indexes, one at a time as UpdateTable wants it; says whether anything had to be. An index
 * with other keys, types or projection is made anew: it holds nothing that the table does not hold.
 */
export async function changeIndexes(
  dynamodb: DynamoDB,
  wanted: Arguments,
  found: TableDescription,
  { until }: Tools,
): Promise<boolean> {
  const TableName = wanted.name;
  const updates = updatesOf(wanted, found);
  for (const update of updates) {
    await dynamodb.updateTable({
      TableName,
      ...(update.Create && { AttributeDefinitions: definitionsOf(wanted, found) }),
      GlobalSecondaryIndexUpdates: [update],
    });
    const read = () => dynamodb.describeTable({ TableName });
    await until(read, (answer) => isActive(answer) && isDone(answer.Table ?? {}, update), PATIENCE_MS);
  }
  return updates.length > 0;
}

function updatesOf(wanted: Arguments, found: TableDescription): GlobalSecondaryIndexUpdate[] {
  const existing = found.GlobalSecondaryIndexes ?? [];
  const kept = existing.filter((index) =>
    wanted.global_secondary_index.some((other) => isSame(wanted, other, index, found)),
  );
  const isKept = (name: string | undefined) => kept.some(({ IndexName }) => IndexName === name);
  return [
    ...existing
      .filter(({ IndexName }) => !isKept(IndexName))
      .map(({ IndexName }) => ({ Delete: { IndexName } })),
    ...wanted.global_secondary_index
      .filter(({ name }) => !isKept(name))
      .map((index) => ({ Create: indexOf(wanted, index) })),
    ...wanted.global_secondary_index
      .filter(({ name }) => isKept(name) && !isOnDemand(wanted))
      .map((index) => ({ IndexName: index.name, ProvisionedThroughput: throughputOf(index) }))
      .filter((size) => kept.some((index) => index.IndexName === size.IndexName && differs(size, index)))
      .map((Update) => ({ Update })),
  ];
}

function isSame(
  wanted: Arguments,
  index: IndexArguments,
  existing: GlobalSecondaryIndexDescription,
  found: TableDescription,
): boolean {
  const { ProvisionedThroughput: _size, ...shape } = indexOf(wanted, index);
  if (differs(shape, existing)) return false;
  return keySchema(index).every(({ AttributeName = '' }) => {
    const type = wanted.attribute.find(({ name }) => name === AttributeName)?.type;
    return type === undefined || type === typeOf(found, AttributeName);
  });
}

/** The types of the table's keys and of those of its indexes to be; DynamoDB wants no others. */
function definitionsOf(wanted: Arguments, found: TableDescription): AttributeDefinition[] {
  const keys = [wanted, ...wanted.global_secondary_index].flatMap(keySchema);
  const names = new Set(keys.map(({ AttributeName = '' }) => AttributeName));
  return [...names].map((name) => ({
    AttributeName: name,
    AttributeType: (wanted.attribute.find((attribute) => attribute.name === name)?.type ??
      typeOf(found, name)) as AttributeDefinition['AttributeType'],
  }));
}

function isDone(table: TableDescription, { Create, Delete }: GlobalSecondaryIndexUpdate): boolean {
  const status = (name: string | undefined) =>
    table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name)?.IndexStatus;
  if (Delete) return status(Delete.IndexName) === undefined;
  return !Create || status(Create.IndexName) === 'ACTIVE';
}
