import { defineOperation } from '../../core/operation.ts';
import { onTable } from '../authorization.ts';
import type { Database } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Input } from '../model.ts';
import { tableNameOf } from '../run.ts';

interface Specification {
  readonly AttributeName?: string;
  readonly Enabled?: boolean;
}

/** UpdateTimeToLive: items disappear at their expiry on the emulated clock (AWS takes up to some days). */
export const updateTimeToLive = defineOperation({
  name: 'UpdateTimeToLive',
  authorization: onTable('UpdateTimeToLive'),
  run(database: Database, input: Input) {
    const name = tableNameOf(input);
    const table = database.table(name);
    const { AttributeName, Enabled } = (input.TimeToLiveSpecification ?? {}) as Specification;
    if (!AttributeName || typeof Enabled !== 'boolean') {
      throw dynamoDbErrors.validation('TimeToLiveSpecification must name an AttributeName and Enabled');
    }
    if (Enabled && table.timeToLive !== undefined) {
      throw dynamoDbErrors.validation('TimeToLive is already enabled');
    }
    if (!Enabled && table.timeToLive === undefined) {
      throw dynamoDbErrors.validation('TimeToLive is already disabled');
    }
    if (!Enabled && table.timeToLive !== AttributeName) {
      throw dynamoDbErrors.validation(
        `TimeToLive is active on a different AttributeName: current AttributeName is ${table.timeToLive}`,
      );
    }
    const { timeToLive: _old, ...rest } = table;
    database.save(Enabled ? { ...rest, timeToLive: AttributeName } : rest);
    database.items(name).expireBy(Enabled ? AttributeName : undefined);
    return { TimeToLiveSpecification: { AttributeName, Enabled } };
  },
});
