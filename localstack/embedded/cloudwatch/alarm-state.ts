import type { Alarm, AlarmState, MetricDataQuery } from './model.ts';
import { querySeries } from './operations/metrics.ts';
import type { CloudWatchRoom } from './room.ts';
import { type Datapoint, statistic } from './statistics.ts';

/** The id under which a plain alarm's only metric is read. */
const ONLY = 'm1';

/**
 * The state an alarm is in at this moment: its last `EvaluationPeriods` whole periods, of which `DatapointsToAlarm`
 * must breach, with missing ones treated as the alarm says
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html).
 */
export function evaluateAlarm(room: CloudWatchRoom, alarm: Alarm): { state: AlarmState; reason: string } {
  const queries = alarm.Metrics ?? [plainQuery(alarm)];
  const returned = queries.find(({ ReturnData }) => ReturnData !== false);
  const period =
    alarm.Period ??
    returned?.Period ??
    queries.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ??
    60;
  const now = room.context.clock.now() / 1000;
  const end = Math.floor(now / period) * period + period;
  const start = end - period * (alarm.EvaluationPeriods + 1);
  const found = querySeries(room, queries, start, end)(returned?.Id ?? ONLY);
  const points: readonly Datapoint[] =
    typeof found === 'number' ? [{ timestamp: start, value: found }] : found;
  const recent = points.slice(-alarm.EvaluationPeriods);
  const missing = alarm.EvaluationPeriods - recent.length;
  const breaching = recent.filter(({ value }) => breaches(alarm, value)).length;
  const needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods;
  const treat = alarm.TreatMissingData ?? 'missing';
  const counted = breaching + (treat === 'breaching' ? missing : 0);
  const data = `${breaching} of the last ${alarm.EvaluationPeriods} datapoints breached the threshold (${alarm.Threshold}).`;
  if (counted >= needed) return { state: 'ALARM', reason: `Threshold Crossed: ${data}` };
  if (recent.length === 0 && treat === 'missing') {
    return { state: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: no datapoints were received.' };
  }
  if (recent.length === 0 && treat === 'ignore')
    return { state: alarm.StateValue, reason: alarm.StateReason };
  return { state: 'OK', reason: `Threshold Crossed: ${data}` };
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
