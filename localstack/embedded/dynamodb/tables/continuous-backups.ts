import type { Database } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Input, Output, Table } from '../model.ts';
import { tableNameOf } from '../run.ts';

/** In seconds. */
const DAY = 86_400;

/** AWS's limit on how many days back a table can be restored. */
export const MAX_DAYS = 35;

/** The table whose backups a call is about. Throws TableNotFoundException or ValidationException. */
export function tableWithBackups(database: Database, input: Input): Table {
  const name = tableNameOf(input);
  const table = database.tables.get(name);
  if (!table) throw dynamoDbErrors.backupTableNotFound(name);
  return table;
}

/** A table's `ContinuousBackupsDescription`; times in epoch seconds. */
export function describedBackups(database: Database, table: Table): Output {
  const recovery = table.pointInTimeRecovery;
  if (!recovery) {
    return {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    };
  }
  const now = database.context.clock.now() / 1000;
  const earliest = (database.changes(table.description.TableName).earliest ?? now * 1000) / 1000;
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: recovery.days,
      EarliestRestorableDateTime: Math.max(earliest, now - recovery.days * DAY),
      LatestRestorableDateTime: now,
    },
  };
}
