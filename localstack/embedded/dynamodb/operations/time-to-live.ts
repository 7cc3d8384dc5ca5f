import { AwsError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import { type Input, type Output, tableNameOf } from '../run.ts';

interface Specification {
  AttributeName?: string;
  Enabled?: boolean;
}

/** UpdateTimeToLive: items disappear at their expiry on the emulated clock (AWS takes up to some days). */
export function updateTimeToLive(database: Database): (input: Input) => Output {
  return (input) => {
    const name = tableNameOf(input);
    const table = database.table(name);
    const { AttributeName, Enabled } = (input.TimeToLiveSpecification ?? {}) as Specification;
    if (!AttributeName || typeof Enabled !== 'boolean') {
      throw new AwsError(
        'ValidationException',
        'TimeToLiveSpecification must name an AttributeName and Enabled',
      );
    }
    if (Enabled && table.timeToLive !== undefined) {
      throw new AwsError('ValidationException', 'TimeToLive is already enabled');
    }
    if (!Enabled && table.timeToLive === undefined) {
      throw new AwsError('ValidationException', 'TimeToLive is already disabled');
    }
    if (!Enabled && table.timeToLive !== AttributeName) {
      throw new AwsError(
        'ValidationException',
        `TimeToLive is active on a different AttributeName: current AttributeName is ${table.timeToLive}`,
      );
    }
    const { timeToLive: _old, ...rest } = table;
    database.save(Enabled ? { ...rest, timeToLive: AttributeName } : rest);
    database.items(name).expireBy(Enabled ? AttributeName : undefined);
    return { TimeToLiveSpecification: { AttributeName, Enabled } };
  };
}

/** DescribeTimeToLive. */
export function describeTimeToLive(database: Database): (input: Input) => Output {
  return (input) => {
    const { timeToLive } = database.table(tableNameOf(input));
    return {
      TimeToLiveDescription:
        timeToLive === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
    };
  };
}
