import { defineOperation } from '../../core/operation.ts';
import { onTables } from '../authorization.ts';
import { Consumption } from '../capacity.ts';
import { runBatch } from '../items/batches.ts';
import { withTableKeys } from '../tables/with-keys.ts';

/** BatchGetItem. */
export const batchGetItem = defineOperation({
  name: 'BatchGetItem',
  authorization: onTables('BatchGetItem'),
  run: withTableKeys((database, input) => {
    const requests = input.RequestItems as Readonly<Record<string, { ConsistentRead?: boolean }>> | undefined;
    const consistent = (table: string) => requests?.[table]?.ConsistentRead === true;
    return runBatch(database, 'batchGetItem', input, new Consumption('readUnits'), consistent);
  }),
});
