import { defineOperation } from '../../core/operation.ts';
import { alarmArn } from '../authorization.ts';
import type { Alarm, AlarmState } from '../model.ts';
import type { CloudWatchState } from '../state.ts';

interface DescribeAlarmsInput {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly StateValue?: AlarmState;
  readonly NextToken?: string;
  /** Default: 50. */
  readonly MaxRecords?: number;
}

/** DescribeAlarms: alarms in the states that they are in at this moment. */
export const describeAlarms = defineOperation({
  name: 'DescribeAlarms',
  authorization: (_input, place) => [{ action: 'cloudwatch:DescribeAlarms', resource: alarmArn('*', place) }],
  run({ alarms, watch }: CloudWatchState, input: DescribeAlarmsInput) {
    const found = [...alarms.values()]
      .map(watch.refresh)
      .filter(
        ({ AlarmName, StateValue }) =>
          (input.AlarmNames === undefined ||
            input.AlarmNames.length === 0 ||
            input.AlarmNames.includes(AlarmName)) &&
          AlarmName.startsWith(input.AlarmNamePrefix ?? '') &&
          (input.StateValue === undefined || StateValue === input.StateValue),
      );
    const start = Number(input.NextToken ?? 0);
    const end = start + (input.MaxRecords ?? 50);
    return {
      MetricAlarms: found.slice(start, end).map(describe),
      CompositeAlarms: [],
      ...(found.length > end ? { NextToken: String(end) } : {}),
    };
  },
});

function describe({ tags: _tags, heldUntil: _held, ...alarm }: Alarm): object {
  return {
    ...alarm,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.AlarmConfigurationUpdatedTimestamp * 1000),
    StateUpdatedTimestamp: new Date(alarm.StateUpdatedTimestamp * 1000),
  };
}
