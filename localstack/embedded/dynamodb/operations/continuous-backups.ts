import { AwsError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import type { Table } from '../model.ts';
import { type Input, type Output, tableNameOf } from '../run.ts';

const DAY = 86_400;
const MAX_DAYS = 35;

interface Specification {
  PointInTimeRecoveryEnabled?: boolean;
  RecoveryPeriodInDays?: number;
}

/** UpdateContinuousBackups: from here on a moment can be restored, or no longer. */
export function updateContinuousBackups(database: Database): (input: Input) => Output {
  return (input) => {
    const table = tableFor(database, input);
    const specification = (input.PointInTimeRecoverySpecification ?? {}) as Specification;
    const days = specification.RecoveryPeriodInDays ?? MAX_DAYS;
    if (typeof specification.PointInTimeRecoveryEnabled !== 'boolean') {
      throw new AwsError(
        'ValidationException',
        "1 validation error detected: Value null at 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' failed to satisfy constraint: Member must not be null",
      );
    }
    if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
      throw new AwsError('ValidationException', `RecoveryPeriodInDays must be between 1 and ${MAX_DAYS}`);
    }
    const { pointInTimeRecovery: old, ...rest } = table;
    const since = old?.since ?? database.context.clock.now() / 1000;
    const saved: Table = specification.PointInTimeRecoveryEnabled
      ? { ...rest, pointInTimeRecovery: { since, days } }
      : rest;
    database.save(saved);
    database.changes(table.description.TableName).remember(saved.pointInTimeRecovery !== undefined);
    return { ContinuousBackupsDescription: description(database, saved) };
  };
}

/** DescribeContinuousBackups. */
export function describeContinuousBackups(database: Database): (input: Input) => Output {
  return (input) => ({ ContinuousBackupsDescription: description(database, tableFor(database, input)) });
}

function tableFor(database: Database, input: Input): Table {
  const name = tableNameOf(input);
  const table = database.tables.get(name);
  if (!table) throw new AwsError('TableNotFoundException', `Table not found: ${name}`);
  return table;
}

function description(database: Database, table: Table): Output {
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
