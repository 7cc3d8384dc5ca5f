import { querySeries } from '../metrics/series.ts';
import { type Datapoint, statistic } from '../metrics/statistics.ts';
import { keyOf } from '../metrics/store.ts';
import type { Alarm, AlarmState, MetricDataQuery } from '../model.ts';
import type { CloudWatchRecords } from '../records.ts';
import { type Observation, reasonDataOf, reasonOf } from './reason.ts';

/** The id under which a plain alarm's only metric is read. */
const ONLY = 'm1';

/** What an evaluation came to; `received` is how many datapoints there were in the last periods. */
export interface Evaluation {
  readonly state: AlarmState;
  readonly reason: string;
  readonly data: string;
  readonly received: number;
}

/**
 * The state an alarm is in at this moment: its last `EvaluationPeriods` whole periods, of which `DatapointsToAlarm`
 * must breach, with missing ones treated as the alarm says
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html).
 */
export function evaluateAlarm(records: CloudWatchRecords, alarm: Alarm): Evaluation {
  const now = records.context.clock.now() / 1000;
  const recent = latestDatapoints(records, alarm, now);
  const breaching = recent.filter(({ value }) => breaches(alarm, value));
  const observed = { recent, breaching, missing: alarm.EvaluationPeriods - recent.length };
  const treat = alarm.TreatMissingData ?? 'missing';
  const state = stateOf(alarm, observed, treat);
  const isKept = recent.length === 0 && treat === 'ignore';
  return {
    state,
    reason: isKept ? alarm.StateReason : reasonOf(alarm, state, observed),
    data: reasonDataOf(alarm, observed, now),
    received: recent.length,
  };
}

function stateOf(alarm: Alarm, { recent, breaching, missing }: Observation, treat: string): AlarmState {
  const counted = breaching.length + (treat === 'breaching' ? missing : 0);
  if (counted >= (alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods)) return 'ALARM';
  if (recent.length > 0) return 'OK';
  if (treat === 'missing') return 'INSUFFICIENT_DATA';
  return treat === 'ignore' ? alarm.StateValue : 'OK';
}

/** The latest datapoints of the last periods, the one under way included; oldest first. */
function latestDatapoints(records: CloudWatchRecords, alarm: Alarm, now: number): readonly Datapoint[] {
  const queries = queriesOf(alarm);
  const returned = queries.find(({ ReturnData }) => ReturnData !== false);
  const period =
    alarm.Period ??
    returned?.Period ??
    queries.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ??
    60;
  const end = Math.floor(now / period) * period + period;
  const start = end - period * (alarm.EvaluationPeriods + 1);
  const found = querySeries(records, queries, start, end)(returned?.Id ?? ONLY);
  const points = typeof found === 'number' ? [{ timestamp: start, value: found }] : found;
  return points.slice(-alarm.EvaluationPeriods);
}

/** The keys of the metrics that an alarm reads, as the store has them. */
export function metricKeysOf(alarm: Alarm): string[] {
  return queriesOf(alarm).flatMap(({ MetricStat }) => {
    if (!MetricStat) return [];
    const { Namespace, MetricName, Dimensions = [] } = MetricStat.Metric;
    return [keyOf({ Namespace, MetricName, Dimensions })];
  });
}

function queriesOf(alarm: Alarm): readonly MetricDataQuery[] {
  return alarm.Metrics ?? [plainQuery(alarm)];
}

function plainQuery(alarm: Alarm): MetricDataQuery {
  return {
    Id: ONLY,
    MetricStat: {
      Metric: {
        Namespace: alarm.Namespace ?? '',
        MetricName: alarm.MetricName ?? '',
        Dimensions: alarm.Dimensions,
      },
      Period: alarm.Period ?? 60,
      Stat: alarm.Statistic ?? alarm.ExtendedStatistic ?? 'Average',
    },
  };
}

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Whether CloudWatch compares by that operator. */
export function isComparison(operator: string): boolean {
  return Object.hasOwn(COMPARISONS, operator);
}

function breaches({ ComparisonOperator, Threshold = 0 }: Alarm, value: number): boolean {
  return COMPARISONS[ComparisonOperator]?.(value, Threshold) ?? false;
}

/** Throws where the alarm names a statistic that does not exist. */
export function requireStatistics(alarm: Pick<Alarm, 'Statistic' | 'ExtendedStatistic'>): void {
  for (const name of [alarm.Statistic, alarm.ExtendedStatistic]) if (name !== undefined) statistic(name);
}
