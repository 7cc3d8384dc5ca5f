import { evaluateAlarm, isComparison, requireStatistics } from '../alarm-state.ts';
import { missingParameter, resourceNotFound, unsupported, validationError } from '../errors.ts';
import type { Alarm, AlarmState } from '../model.ts';
import type { CloudWatchRoom } from '../room.ts';

type PutInput = Partial<Alarm> & {
  readonly AlarmName: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly ThresholdMetricId?: string;
};

interface DescribeInput {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly AlarmTypes?: readonly string[];
  readonly StateValue?: AlarmState;
  readonly NextToken?: string;
  readonly MaxRecords?: number;
}

/** Metric alarms. Their state is worked out when it is asked for; actions are kept, and not carried out. */
export function alarmOperations(room: CloudWatchRoom) {
  const { alarms, context } = room;
  const seconds = () => context.clock.now() / 1000;

  /** Works out the state now, and remembers when it changed. */
  function refresh(alarm: Alarm): Alarm {
    if ((alarm.heldUntil ?? 0) > seconds()) return alarm;
    const { state, reason } = evaluateAlarm(room, alarm);
    if (state === alarm.StateValue) return alarm;
    const changed = { ...alarm, StateValue: state, StateReason: reason, StateUpdatedTimestamp: seconds() };
    alarms.set(alarm.AlarmName, changed);
    return changed;
  }

  return {
    PutMetricAlarm(input: PutInput) {
      validate(input);
      const known = alarms.get(input.AlarmName);
      alarms.set(input.AlarmName, makeAlarm(input, known, arnOf(room, input.AlarmName), seconds()));
      return {};
    },
    DescribeAlarms(input: DescribeInput) {
      const found = [...alarms.values()]
        .map(refresh)
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
      for (const name of AlarmNames) alarms.delete(name);
      return {};
    },
    SetAlarmState(input: {
      readonly AlarmName: string;
      readonly StateValue: AlarmState;
      readonly StateReason: string;
    }) {
      const alarm = alarms.get(input.AlarmName);
      if (!alarm) throw resourceNotFound('ResourceNotFound');
      const { StateValue, StateReason } = input;
      const heldUntil = seconds() + EVALUATED_EVERY;
      alarms.set(input.AlarmName, {
        ...alarm,
        StateValue,
        StateReason,
        StateUpdatedTimestamp: seconds(),
        heldUntil,
      });
      return {};
    },
  };
}

/** Seconds between two evaluations of an alarm. */
const EVALUATED_EVERY = 60;
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
