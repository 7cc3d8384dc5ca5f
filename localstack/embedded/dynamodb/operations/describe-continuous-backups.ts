import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import { describedBackups, tableWithBackups } from '../continuous-backups.ts';
import type { Database } from '../database.ts';
import type { Input } from '../model.ts';

/** DescribeContinuousBackups. */
export const describeContinuousBackups = defineOperation({
  name: 'DescribeContinuousBackups',
  authorization: onTable('DescribeContinuousBackups'),
  run: (database: Database, input: Input) => ({
    ContinuousBackupsDescription: describedBackups(database, tableWithBackups(database, input)),
  }),
});
