import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import type { Database } from '../database.ts';
import type { Input } from '../model.ts';
import { tableNameOf } from '../run.ts';
import { described } from '../tables/description.ts';

/** DescribeTable. */
export const describeTable = defineOperation({
  name: 'DescribeTable',
  authorization: onTable('DescribeTable'),
  run: (database: Database, input: Input) => ({ Table: described(database, tableNameOf(input)) }),
});
