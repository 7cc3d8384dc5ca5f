import { listOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { isComparison, requireStatistics } from '../alarms/evaluation.ts';
import { recordConfiguration } from '../alarms/history.ts';
import { alarmArn, onAlarm } from '../authorization.ts';
import { missingParameter, unsupported, validationError } from '../errors.ts';
import type { Alarm, Tag } from '../model.ts';
import type { CloudWatchState } from '../state.ts';

type PutMetricAlarmInput = Partial<Alarm> & {
  readonly AlarmName: string;
  readonly Tags?: readonly Tag[];
  /** These change how an alarm is evaluated, which is not done here: they are refused. */
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly ThresholdMetricId?: string;
};

const UNCHECKED = 'Unchecked: Initial alarm creation';

/** PutMetricAlarm: a new alarm, or all of an old one but its tags and its state. */
export const putMetricAlarm = defineOperation({
  name: 'PutMetricAlarm',
  authorization: (input, place) => [
    ...onAlarm('PutMetricAlarm')(input, place),
    ...(listOf(input.Tags).length > 0 ? onAlarm('TagResource')(input, place) : []),
  ],
  run(state: CloudWatchState, input: PutMetricAlarmInput) {
    validate(input);
    const { alarms, context, watch } = state;
    const known = alarms.get(input.AlarmName);
    const alarm = makeAlarm(input, known, alarmArn(input.AlarmName, context), context.clock.now() / 1000);
    alarms.set(input.AlarmName, alarm);
    recordConfiguration(state, alarm, known ? 'updated' : 'created');
    watch.changed(input.AlarmName);
    return {};
  },
});

function validate(input: PutMetricAlarmInput): void {
  if (!input.AlarmName) throw missingParameter('AlarmName');
  if (input.ThresholdMetricId) throw unsupported('PutMetricAlarm', 'ThresholdMetricId');
  if (input.EvaluateLowSampleCountPercentile) {
    throw unsupported('PutMetricAlarm', 'EvaluateLowSampleCountPercentile');
  }
  if (!isComparison(input.ComparisonOperator ?? '')) {
    throw validationError(
      `1 validation error detected: Value '${input.ComparisonOperator}' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanThreshold, LessThanOrEqualToThreshold]`,
    );
  }
  if (input.EvaluationPeriods === undefined) throw missingParameter('EvaluationPeriods');
  if ((input.DatapointsToAlarm ?? 1) > input.EvaluationPeriods) {
    throw validationError('DatapointsToAlarm must be less than or equal to EvaluationPeriods');
  }
  if (input.Metrics === undefined && (!input.MetricName || !input.Namespace || !input.Period)) {
    throw validationError(
      'Exactly one of Metrics and MetricName must be specified, with Namespace and Period.',
    );
  }
  requireStatistics(input);
}

function makeAlarm(
  input: PutMetricAlarmInput,
  known: Alarm | undefined,
  AlarmArn: string,
  now: number,
): Alarm {
  const { Tags, EvaluateLowSampleCountPercentile: _low, ThresholdMetricId: _band, ...members } = input;
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    EvaluationPeriods: 1,
    ComparisonOperator: '',
    ...members,
    AlarmArn,
    tags: known?.tags ?? Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    AlarmConfigurationUpdatedTimestamp: now,
    StateUpdatedTimestamp: known?.StateUpdatedTimestamp ?? now,
    StateValue: known?.StateValue ?? 'INSUFFICIENT_DATA',
    StateReason: known?.StateReason ?? UNCHECKED,
    ...(known?.StateReasonData === undefined ? {} : { StateReasonData: known.StateReasonData }),
  };
}
