import { AwsError, notImplemented } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onTable } from '../authorization.ts';
import type { Database } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Description, Index, Input, Table } from '../model.ts';
import { tableNameOf } from '../run.ts';
import { described } from '../tables/description.ts';

/** Members that make the new table differ from the old one; not emulated, and never dropped. */
const OVERRIDES = [
  'BillingModeOverride',
  'GlobalSecondaryIndexOverride',
  'LocalSecondaryIndexOverride',
  'ProvisionedThroughputOverride',
  'OnDemandThroughputOverride',
  'SSESpecificationOverride',
] as const;

/** What a restore does to the new table in its caller's name. */
const FILLING = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];

/**
 * RestoreTableToPointInTime: a new table with the items as they were, at once ACTIVE. As on AWS it has the old one's
 * keys, indexes, billing and encryption, and not its tags, its expiry, its protection, its recovery or its stream.
 */
export const restoreTableToPointInTime = defineOperation({
  name: 'RestoreTableToPointInTime',
  authorization: ({ SourceTableArn, SourceTableName, TargetTableName }, place) => [
    ...onTable('RestoreTableToPointInTime')({ TableName: SourceTableArn ?? SourceTableName }, place),
    ...onTable(...FILLING)({ TableName: TargetTableName }, place),
  ],
  async run(database: Database, input: Input, call: Call) {
    for (const member of OVERRIDES) {
      if (input[member] !== undefined) {
        throw notImplemented('dynamodb', `RestoreTableToPointInTime with ${member}`);
      }
    }
    const source = sourceOf(database, input);
    const name = tableNameOf({ TableName: input.TargetTableName });
    refuseExisting(database, name);
    const moment = momentOf(database, source, input);
    const key = source.description.SSEDescription?.KMSMasterKeyArn;
    const encryption = key
      ? { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key } }
      : {};
    const { description: sse, tableKey } = await database.keys.encryptionOf(name, encryption, call.principal);
    // Another call may have been faster while KMS was asked.
    refuseExisting(database, name);
    const items = database.changes(source.description.TableName).at(moment);
    database.save({
      description: {
        ...copyOf(database, source.description, name, moment),
        ...(sse ? { SSEDescription: sse } : {}),
      },
      tags: {},
      ...(tableKey === undefined ? {} : { tableKey }),
    });
    const restored = database.items(name);
    for (const [itemKey, text] of items) restored.put(itemKey, JSON.parse(text));
    return { TableDescription: described(database, name) };
  },
});

function sourceOf(database: Database, input: Input): Table {
  const name = tableNameOf({ TableName: input.SourceTableArn ?? input.SourceTableName });
  const table = database.tables.get(name);
  if (!table) throw dynamoDbErrors.backupTableNotFound(name);
  if (table.pointInTimeRecovery) return table;
  throw new AwsError(
    'PointInTimeRecoveryUnavailableException',
    `Point in time recovery is not enabled for table '${name}'`,
  );
}

function refuseExisting(database: Database, name: string): void {
  if (database.tables.has(name)) {
    throw new AwsError('TableAlreadyExistsException', `Table already exists: ${name}`);
  }
}

/** Milliseconds since the epoch. */
function momentOf(database: Database, { description }: Table, input: Input): number {
  const now = database.context.clock.now();
  if (input.UseLatestRestorableTime === true) return now;
  const asked = input.RestoreDateTime;
  if (typeof asked !== 'number') {
    throw dynamoDbErrors.validation('One of RestoreDateTime and UseLatestRestorableTime must be specified');
  }
  const moment = asked * 1000;
  const earliest = database.changes(description.TableName).earliest ?? now;
  if (moment >= earliest && moment <= now) return moment;
  throw new AwsError(
    'InvalidRestoreTimeException',
    `Restore time is out of bounds: it must be between ${new Date(earliest).toISOString()} and ${new Date(now).toISOString()}`,
  );
}

function copyOf(database: Database, source: Description, name: string, moment: number): Description {
  const { context } = database;
  const {
    DeletionProtectionEnabled: _protected,
    SSEDescription: _encrypted,
    StreamSpecification: _streamed,
    LatestStreamArn: _stream,
    LatestStreamLabel: _label,
    ...rest
  } = source;
  const TableArn = `arn:aws:dynamodb:${context.region}:${context.accountId}:table/${name}`;
  const moved = <One extends Index>(index: One): One => ({
    ...index,
    IndexArn: `${TableArn}/index/${index.IndexName}`,
  });
  return {
    ...rest,
    TableName: name,
    TableArn,
    TableId: context.random.uuid(),
    CreationDateTime: context.clock.now() / 1000,
    RestoreSummary: {
      SourceTableArn: source.TableArn,
      RestoreDateTime: (moment / 1000) as never,
      RestoreInProgress: false,
    },
    ...(source.GlobalSecondaryIndexes
      ? { GlobalSecondaryIndexes: source.GlobalSecondaryIndexes.map(moved) }
      : {}),
    ...(source.LocalSecondaryIndexes
      ? { LocalSecondaryIndexes: source.LocalSecondaryIndexes.map(moved) }
      : {}),
  };
}
