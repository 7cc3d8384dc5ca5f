import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import type { Database } from '../database.ts';
import type { Input } from '../model.ts';
import { tableNameOf } from '../run.ts';

/** DescribeTimeToLive. */
export const describeTimeToLive = defineOperation({
  name: 'DescribeTimeToLive',
  authorization: onTable('DescribeTimeToLive'),
  run(database: Database, input: Input) {
    const { timeToLive } = database.table(tableNameOf(input));
    return {
      TimeToLiveDescription:
        timeToLive === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
    };
  },
});
