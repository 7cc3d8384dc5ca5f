import { AwsError, notImplemented } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onTable } from '../authorization.ts';
import type { Database } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Description, Index, Input, Output, Throughput } from '../model.ts';
import { tableNameOf } from '../run.ts';
import { withChangedStream } from '../streams/specification.ts';
import { described } from '../tables/description.ts';
import { globalIndex, tableSettings } from '../tables/settings.ts';
import { withWarmThroughput } from '../tables/warm-throughput.ts';

const REFUSED = ['ReplicaUpdates', 'MultiRegionConsistency'] as const;

const CHANGES = [
  'AttributeDefinitions',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
  'SSESpecification',
  'TableClass',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'StreamSpecification',
  'WarmThroughput',
] as const;

interface IndexUpdate {
  readonly Create?: Index;
  readonly Update?: { IndexName: string; ProvisionedThroughput?: Throughput };
  readonly Delete?: { IndexName: string };
}

/** UpdateTable: changes are in force at once, and a new index is filled before the answer. */
export const updateTable = defineOperation({
  name: 'UpdateTable',
  authorization: onTable('UpdateTable'),
  run(database: Database, input: Input, call: Call) {
    for (const member of REFUSED) {
      if (input[member] !== undefined) throw notImplemented('dynamodb', `UpdateTable with ${member}`);
    }
    const name = tableNameOf(input);
    const table = database.table(name);
    if (!CHANGES.some((member) => input[member] !== undefined)) {
      throw dynamoDbErrors.validation(
        'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
      );
    }
    if (input.SSESpecification !== undefined) return updateEncryption(database, name, input, call);
    if (input.WarmThroughput !== undefined) requireAlone(input, 'WarmThroughput', 'WarmThroughput');
    const now = database.context.clock.now() / 1000;
    const changes = withWarmThroughput(changed(table.description, input, now), input, table.description);
    const description = withChangedStream(database.streams, changes, input);
    database.save({ ...table, description });
    database.changes(name).stream(database.streams.listenerOf(description.LatestStreamArn));
    database.items(name).describe(description);
    return { TableDescription: described(database, name) };
  },
});

/** The key in KMS, which can only be changed alone. */
async function updateEncryption(database: Database, name: string, input: Input, call: Call): Promise<Output> {
  requireAlone(input, 'SSESpecification', 'Server-Side Encryption');
  const { description: encryption, tableKey } = await database.keys.encryptionOf(name, input, call.principal);
  const { tableKey: _before, inaccessibleSince: _then, ...table } = database.table(name);
  const { SSEDescription: _replaced, ...rest } = table.description;
  const description = { ...rest, ...(encryption ? { SSEDescription: encryption } : {}) };
  database.save({ ...table, description, ...(tableKey === undefined ? {} : { tableKey }) });
  database.items(name).describe(description);
  return { TableDescription: described(database, name) };
}

/** Throws ValidationException where a request changes more than `member`, which AWS calls `name`. */
function requireAlone(input: Input, member: (typeof CHANGES)[number], name: string): void {
  if (!CHANGES.some((other) => other !== member && input[other] !== undefined)) return;
  throw dynamoDbErrors.validation(
    `One or more parameter values were invalid: ${name} modification must be the only operation in the request`,
  );
}

function changed(old: Description, input: Input, now: number): Description {
  const updates = (input.GlobalSecondaryIndexUpdates as IndexUpdate[] | undefined) ?? [];
  const definitions = input.AttributeDefinitions as Description['AttributeDefinitions'] | undefined;
  const indexes = updates.reduce(
    (kept, update) => withUpdate(kept, update, old.TableArn),
    old.GlobalSecondaryIndexes ?? [],
  );
  const { GlobalSecondaryIndexes: _replaced, ...rest } = old;
  const description: Description = {
    ...rest,
    AttributeDefinitions: mergedDefinitions(old.AttributeDefinitions, definitions ?? []),
    ...tableSettings(input),
    ...billing(old, input, now),
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
  };
  checkIndexKeys(description);
  return { ...description, AttributeDefinitions: usedDefinitions(description) };
}

/** DynamoDB forgets the types of attributes with the last key that they are. */
function usedDefinitions(description: Description): Description['AttributeDefinitions'] {
  const {
    KeySchema,
    GlobalSecondaryIndexes = [],
    LocalSecondaryIndexes = [],
    AttributeDefinitions,
  } = description;
  const keys = [
    KeySchema,
    ...[...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map((index) => index.KeySchema),
  ];
  const names = new Set(keys.flat().map((element) => element.AttributeName));
  return AttributeDefinitions.filter(({ AttributeName }) => names.has(AttributeName));
}

function billing(old: Description, input: Input, now: number): Partial<Description> {
  const mode = input.BillingMode;
  const provisioned = input.ProvisionedThroughput as Throughput | undefined;
  if (mode === 'PAY_PER_REQUEST') {
    return {
      BillingModeSummary: { BillingMode: mode, LastUpdateToPayPerRequestDateTime: now },
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
    };
  }
  if (mode === 'PROVISIONED' && !provisioned) {
    throw dynamoDbErrors.validation(
      'One or more parameter values were invalid: ProvisionedThroughput must be specified when BillingMode is PROVISIONED',
    );
  }
  if (!provisioned) return {};
  const { ReadCapacityUnits, WriteCapacityUnits } = provisioned;
  return {
    ...(mode === 'PROVISIONED' ? { BillingModeSummary: { BillingMode: 'PROVISIONED' } } : {}),
    ProvisionedThroughput: { ...old.ProvisionedThroughput, ReadCapacityUnits, WriteCapacityUnits },
  };
}

function withUpdate(
  indexes: NonNullable<Description['GlobalSecondaryIndexes']>,
  update: IndexUpdate,
  tableArn: string,
): NonNullable<Description['GlobalSecondaryIndexes']> {
  const { Create, Update, Delete } = update;
  const name = (Create ?? Update ?? Delete)?.IndexName;
  const found = indexes.find((index) => index.IndexName === name);
  if (Create) {
    if (found) {
      throw dynamoDbErrors.validation(`Attempting to create an index which already exists: ${name}`);
    }
    return [...indexes, globalIndex(Create, tableArn)];
  }
  if (!found) {
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Index: ${name} not found`);
  }
  if (Delete) return indexes.filter((index) => index !== found);
  const throughput = { NumberOfDecreasesToday: 0, ...Update?.ProvisionedThroughput };
  return indexes.map((index) => (index === found ? { ...index, ProvisionedThroughput: throughput } : index));
}

function mergedDefinitions(
  old: Description['AttributeDefinitions'],
  added: Description['AttributeDefinitions'],
): Description['AttributeDefinitions'] {
  const kept = old.filter((one) => !added.some((other) => other.AttributeName === one.AttributeName));
  return [...kept, ...added];
}

function checkIndexKeys(description: Description): void {
  const defined = new Set(description.AttributeDefinitions.map((definition) => definition.AttributeName));
  for (const index of description.GlobalSecondaryIndexes ?? []) {
    const missing = index.KeySchema.find((element) => !defined.has(element.AttributeName));
    if (!missing) continue;
    throw dynamoDbErrors.validation(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${index.KeySchema.map((key) => key.AttributeName).join(', ')}], AttributeDefinitions: [${[...defined].join(', ')}]`,
    );
  }
}
