import { defineOperation } from '../../core/operation.ts';
import { recordConfiguration } from '../alarms/history.ts';
import { alarmArn, onEach } from '../authorization.ts';
import type { CloudWatchState } from '../state.ts';

interface DeleteAlarmsInput {
  readonly AlarmNames: readonly string[];
}

/** DeleteAlarms: names without an alarm are passed over; the history of an alarm stays. */
export const deleteAlarms = defineOperation({
  name: 'DeleteAlarms',
  authorization: onEach('DeleteAlarms', 'AlarmNames', alarmArn),
  run(state: CloudWatchState, { AlarmNames }: DeleteAlarmsInput) {
    for (const name of AlarmNames) {
      const alarm = state.alarms.get(name);
      if (!alarm) continue;
      state.alarms.delete(name);
      recordConfiguration(state, alarm, 'deleted');
      state.watch.changed(name);
    }
    return {};
  },
});
