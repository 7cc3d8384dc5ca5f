import { rememberConfiguration } from '../alarm-history.ts';
import { isComparison, requireStatistics } from '../alarm-state.ts';
import { type AlarmWatch, EVALUATED_EVERY } from '../alarm-watch.ts';
import { missingParameter, resourceNotFound, unsupported, validationError } from '../errors.ts';
import type { Alarm, AlarmState } from '../model.ts';
import type { CloudWatchRoom } from '../room.ts';

type PutInput = Partial<Alarm> & {
  readonly AlarmName: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly ThresholdMetricId?: string;
};

interface SetStateInput {
  readonly AlarmName: string;
  readonly StateValue: AlarmState;
  readonly StateReason: string;
  readonly StateReasonData?: string;
}

interface DescribeInput {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly AlarmTypes?: readonly string[];
  readonly StateValue?: AlarmState;
  readonly NextToken?: string;
  readonly MaxRecords?: number;
}

/** Metric alarms; their actions are kept and told of, and not carried out. */
export function alarmOperations(room: CloudWatchRoom, watch: AlarmWatch) {
  const { alarms, context } = room;
  const seconds = () => context.clock.now() / 1000;

  return {
    PutMetricAlarm(input: PutInput) {
      validate(input);
      const known = alarms.get(input.AlarmName);
      const alarm = makeAlarm(input, known, arnOf(room, input.AlarmName), seconds());
      alarms.set(input.AlarmName, alarm);
      rememberConfiguration(room, alarm, known ? 'updated' : 'created');
      watch.changed(input.AlarmName);
      return {};
    },
    DescribeAlarms(input: DescribeInput) {
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
    DeleteAlarms({ AlarmNames }: { readonly AlarmNames: readonly string[] }) {
      for (const name of AlarmNames) {
        const alarm = alarms.get(name);
        if (!alarm) continue;
        alarms.delete(name);
        rememberConfiguration(room, alarm, 'deleted');
        watch.changed(name);
      }
      return {};
    },
    SetAlarmState(input: SetStateInput) {
      const alarm = alarms.get(input.AlarmName);
      if (!alarm) throw resourceNotFound('ResourceNotFound');
      const { StateValue: state, StateReason: reason, StateReasonData: data } = input;
      if (!STATES.includes(state)) {
        throw validationError(
          `1 validation error detected: Value '${state}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [${STATES.join(', ')}]`,
        );
      }
      const verdict = { state, reason, ...(data === undefined ? {} : { data }) };
      watch.transition(alarm, verdict, seconds() + EVALUATED_EVERY / 1000);
      watch.changed(input.AlarmName);
      return {};
    },
  };
}

const STATES: readonly string[] = ['INSUFFICIENT_DATA', 'ALARM', 'OK'];
const UNCHECKED = 'Unchecked: Initial alarm creation';

function makeAlarm(input: PutInput, known: Alarm | undefined, AlarmArn: string, now: number): Alarm {
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

export function arnOf(room: CloudWatchRoom, alarmName: string): string {
  return `arn:aws:cloudwatch:${room.context.region}:${room.context.accountId}:alarm:${alarmName}`;
}

function validate(input: PutInput): void {
  if (!input.AlarmName) throw missingParameter('AlarmName');
  if (input.ThresholdMetricId) throw unsupported('PutMetricAlarm', 'ThresholdMetricId');
  if (input.EvaluateLowSampleCountPercentile)
    throw unsupported('PutMetricAlarm', 'EvaluateLowSampleCountPercentile');
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

function describe({ tags: _tags, heldUntil: _held, ...alarm }: Alarm): object {
  return {
    ...alarm,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.AlarmConfigurationUpdatedTimestamp * 1000),
    StateUpdatedTimestamp: new Date(alarm.StateUpdatedTimestamp * 1000),
  };
}
