import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import type { Database } from '../database.ts';
import type { Input } from '../model.ts';
import { describedBackups, tableWithBackups } from '../tables/continuous-backups.ts';

/** DescribeContinuousBackups. */
export const describeContinuousBackups = defineOperation({
  name: 'DescribeContinuousBackups',
  authorization: onTable('DescribeContinuousBackups'),
  run: (database: Database, input: Input) => ({
    ContinuousBackupsDescription: describedBackups(database, tableWithBackups(database, input)),
  }),
});
