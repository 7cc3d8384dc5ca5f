import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import type { Database } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Input, Table } from '../model.ts';
import { describedBackups, MAX_DAYS, tableWithBackups } from '../tables/continuous-backups.ts';

interface RecoverySpecification {
  readonly PointInTimeRecoveryEnabled?: boolean;
  readonly RecoveryPeriodInDays?: number;
}

/** UpdateContinuousBackups: from here on a moment can be restored, or no longer. */
export const updateContinuousBackups = defineOperation({
  name: 'UpdateContinuousBackups',
  authorization: onTable('UpdateContinuousBackups'),
  run(database: Database, input: Input) {
    const table = tableWithBackups(database, input);
    const specification = (input.PointInTimeRecoverySpecification ?? {}) as RecoverySpecification;
    const days = specification.RecoveryPeriodInDays ?? MAX_DAYS;
    if (typeof specification.PointInTimeRecoveryEnabled !== 'boolean') {
      throw dynamoDbErrors.validation(
        "1 validation error detected: Value null at 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' failed to satisfy constraint: Member must not be null",
      );
    }
    if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
      throw dynamoDbErrors.validation(`RecoveryPeriodInDays must be between 1 and ${MAX_DAYS}`);
    }
    const { pointInTimeRecovery: old, ...rest } = table;
    const since = old?.since ?? database.context.clock.now() / 1000;
    const saved: Table = specification.PointInTimeRecoveryEnabled
      ? { ...rest, pointInTimeRecovery: { since, days } }
      : rest;
    database.save(saved);
    database.changes(table.description.TableName).remember(saved.pointInTimeRecovery !== undefined);
    return { ContinuousBackupsDescription: describedBackups(database, saved) };
  },
});
