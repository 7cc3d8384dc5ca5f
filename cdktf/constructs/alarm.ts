import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import type { Construct } from 'constructs';

/** A metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Sum`, `Maximum`, … or a percentile: `p95`. */
  readonly statistic: string;
}

export interface AlarmProps {
  readonly name: string;
  /** What is wrong and where to look first; the person on call reads nothing else. */
  readonly description: string;
  readonly metric: Metric;
  readonly threshold: number;
  /** Below the threshold instead of at or above it. */
  readonly below?: boolean;
  /** Seconds. */
  readonly period: number;
  /** How many periods in a row. */
  readonly periods: number;
  /** Silence is an alarm; otherwise it is good news. */
  readonly silenceIsAlarm?: boolean;
  /** The SNS topic that gets the alarm and its end. */
  readonly topicArn?: string | undefined;
}

/** Raises an alarm when a metric stays past a threshold. */
export function createAlarm(scope: Construct, id: string, props: AlarmProps): CloudwatchMetricAlarm {
  const { metric } = props;
  const percentile = /^p\d/.test(metric.statistic);
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.name,
    alarmDescription: props.description,
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: { ...metric.dimensions },
    ...(percentile ? { extendedStatistic: metric.statistic } : { statistic: metric.statistic }),
    comparisonOperator: props.below ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
    threshold: props.threshold,
    period: props.period,
    evaluationPeriods: props.periods,
    datapointsToAlarm: props.periods,
    treatMissingData: props.silenceIsAlarm ? 'breaching' : 'notBreaching',
    ...(props.topicArn && { alarmActions: [props.topicArn], okActions: [props.topicArn] }),
  });
}
