import { defineOperation } from '../../core/operation.ts';
import { EVALUATED_EVERY } from '../alarms/watch.ts';
import { onAlarm } from '../authorization.ts';
import { resourceNotFound, validationError } from '../errors.ts';
import type { AlarmState } from '../model.ts';
import type { CloudWatchState } from '../state.ts';

interface SetAlarmStateInput {
  readonly AlarmName: string;
  readonly StateValue: AlarmState;
  readonly StateReason: string;
  /** JSON. */
  readonly StateReasonData?: string;
}

const STATES: readonly string[] = ['INSUFFICIENT_DATA', 'ALARM', 'OK'];

/** SetAlarmState: puts an alarm in a state until its next evaluation. */
export const setAlarmState = defineOperation({
  name: 'SetAlarmState',
  authorization: onAlarm('SetAlarmState'),
  run({ alarms, context, watch }: CloudWatchState, input: SetAlarmStateInput) {
    const alarm = alarms.get(input.AlarmName);
    if (!alarm) throw resourceNotFound('ResourceNotFound');
    const { StateValue: state, StateReason: reason, StateReasonData: data } = input;
    if (!STATES.includes(state)) {
      throw validationError(
        `1 validation error detected: Value '${state}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [${STATES.join(', ')}]`,
      );
    }
    const verdict = { state, reason, ...(data === undefined ? {} : { data }) };
    watch.transition(alarm, verdict, context.clock.now() / 1000 + EVALUATED_EVERY / 1000);
    watch.changed(input.AlarmName);
    return {};
  },
});
