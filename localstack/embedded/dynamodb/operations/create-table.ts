import { AwsError, notImplemented } from '../../core/errors.ts';
import type { Call } from '../../core/service.ts';
import { callStore, type Database } from '../database.ts';
import type { Description, Index, Throughput } from '../model.ts';
import { check, type Input, type Output } from '../run.ts';
import { described } from './describe-table.ts';
import { checkedTags, type Tag } from './tags.ts';

/** Members that change what a table does and that are not emulated: named, never dropped. */
const REFUSED = ['ResourcePolicy', 'WarmThroughput', 'GlobalTableSettingsReplicationMode'] as const;

/** CreateTable: the table is ACTIVE at once. */
export function createTable(database: Database): (input: Input, call: Call) => Promise<Output> {
  return async (input, call) => {
    const data = check('createTable', structuredClone(input), callStore(database));
    for (const member of REFUSED) {
      if (input[member] !== undefined) throw notImplemented('dynamodb', `CreateTable with ${member}`);
    }
    refuseStream(input);
    const name = String(data.TableName);
    refuseRepeat(database, name);
    const tags = checkedTags((input.Tags as Tag[] | undefined) ?? []);
    const { description: encryption, tableKey } = await database.keys.encryptionOf(
      name,
      input,
      call.principal,
    );
    // Another call may have been faster while KMS was asked.
    refuseRepeat(database, name);
    const description = {
      ...descriptionOf(database, data, input),
      ...(encryption ? { SSEDescription: encryption } : {}),
    };
    database.save({ description, tags, ...(tableKey === undefined ? {} : { tableKey }) });
    return { TableDescription: described(database, name) };
  };
}

function refuseRepeat(database: Database, name: string): void {
  if (!database.tables.has(name)) return;
  throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
}

/** Throws NotImplemented where a stream is asked for. */
export function refuseStream(input: Input): void {
  const stream = input.StreamSpecification as { StreamEnabled?: boolean } | undefined;
  if (stream?.StreamEnabled) throw notImplemented('dynamodb', 'CreateTable with StreamSpecification');
}

function descriptionOf(database: Database, data: Record<string, unknown>, input: Input): Description {
  const { clock, random, region, accountId } = database.context;
  const name = String(data.TableName);
  const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
  const created = clock.now() / 1000;
  const global = data.GlobalSecondaryIndexes as Index[] | undefined;
  const local = data.LocalSecondaryIndexes as Index[] | undefined;
  const onDemand = data.BillingMode === 'PAY_PER_REQUEST';
  return {
    TableName: name,
    TableArn: arn,
    TableId: random.uuid(),
    TableStatus: 'ACTIVE',
    CreationDateTime: created,
    AttributeDefinitions: data.AttributeDefinitions as Description['AttributeDefinitions'],
    KeySchema: data.KeySchema as Description['KeySchema'],
    ProvisionedThroughput: throughput(data.ProvisionedThroughput),
    ...(onDemand
      ? { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: created } }
      : {}),
    ...(global ? { GlobalSecondaryIndexes: global.map((index) => globalIndex(index, arn)) } : {}),
    ...(local
      ? { LocalSecondaryIndexes: local.map((index) => ({ ...index, IndexArn: indexArn(arn, index) })) }
      : {}),
    ...tableSettings(input),
  };
}

/** The settings that CreateTable and UpdateTable both take, as they are described. */
export function tableSettings(input: Input): Partial<Description> {
  const onDemand = input.OnDemandThroughput as Description['OnDemandThroughput'] | undefined;
  const tableClass = input.TableClass;
  return {
    ...(typeof input.DeletionProtectionEnabled === 'boolean'
      ? { DeletionProtectionEnabled: input.DeletionProtectionEnabled }
      : {}),
    ...(typeof tableClass === 'string'
      ? { TableClassSummary: { TableClass: checkedClass(tableClass) } }
      : {}),
    ...(onDemand ? { OnDemandThroughput: onDemand } : {}),
  };
}

/** An index as CreateTable and UpdateTable describe it. */
export function globalIndex(index: Index, tableArn: string): Index & { ProvisionedThroughput: Throughput } {
  return {
    ...index,
    IndexArn: indexArn(tableArn, index),
    IndexStatus: 'ACTIVE',
    ProvisionedThroughput: throughput((index as { ProvisionedThroughput?: unknown }).ProvisionedThroughput),
  };
}

function checkedClass(value: string): string {
  if (value === 'STANDARD' || value === 'STANDARD_INFREQUENT_ACCESS') return value;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at 'tableClass' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, STANDARD_INFREQUENT_ACCESS]`,
  );
}

function throughput(value: unknown): Throughput {
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = (value ?? {}) as Partial<Throughput>;
  return { ReadCapacityUnits, WriteCapacityUnits, NumberOfDecreasesToday: 0 };
}

function indexArn(tableArn: string, index: Index): string {
  return `${tableArn}/index/${index.IndexName}`;
}
