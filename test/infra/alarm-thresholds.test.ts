import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../../localstack/testing/embedded.ts';
import { type Arguments, resourcesOf, type Synthesis, synthesize } from './synthesized.ts';

/** An alarm's arguments, as far as this test needs them. */
interface Alarm {
  readonly alarm_name: string;
  readonly namespace: string;
  readonly metric_name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic?: 'Sum' | 'Maximum';
  readonly extended_statistic?: string;
  readonly comparison_operator: 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly period: number;
  readonly evaluation_periods: number;
  readonly datapoints_to_alarm: number;
  readonly treat_missing_data: string;
}

/** AWS's own services alone may write into AWS's namespaces. */
const SERVICE = { arn: 'lambda.amazonaws.com', service: 'lambda.amazonaws.com', accountId: '000000000000' };

/** Raised by silence: test/app/alarms.test.ts has it. */
const ON_SILENCE = ['reconciler-silent'];

let synthesis: Synthesis;
let aws: StartedEmbedded;
beforeAll(async () => {
  synthesis = await synthesize();
  aws = await startEmbedded({ services: ['cloudwatch'], log: () => {} });
});
afterAll(async () => {
  await aws[Symbol.asyncDispose]();
  synthesis[Symbol.dispose]();
});

const nameOf = ({ alarm_name }: Arguments) => String(alarm_name).replace('expense-tracker-dev-', '');

function alarmsOnLoad(): Alarm[] {
  const all = Object.values(resourcesOf(synthesis.stack('monitoring'), 'aws_cloudwatch_metric_alarm'));
  return all.filter((alarm) => !ON_SILENCE.includes(nameOf(alarm))) as unknown as Alarm[];
}

/** Sees what the alarm does when its metric has `value` in as many periods as it looks at. */
async function raisedBy(alarm: Alarm, value: number, AlarmName: string): Promise<boolean> {
  const monitoring = aws.client(CloudWatchClient);
  const { clock } = aws.context;
  const { namespace: Namespace, metric_name: MetricName, period } = alarm;
  // The names that Terraform would put in are as good as any others, and belong to this try alone.
  const Dimensions = Object.keys(alarm.dimensions).map((Name) => ({ Name, Value: AlarmName }));
  await monitoring.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace,
      MetricName,
      Dimensions,
      ...(alarm.statistic ? { Statistic: alarm.statistic } : { ExtendedStatistic: alarm.extended_statistic }),
      ComparisonOperator: alarm.comparison_operator,
      Threshold: alarm.threshold,
      Period: period,
      EvaluationPeriods: alarm.evaluation_periods,
      DatapointsToAlarm: alarm.datapoints_to_alarm,
      TreatMissingData: alarm.treat_missing_data,
    }),
  );
  for (let one = 0; one < alarm.evaluation_periods; one++) {
    const MetricData = [{ MetricName, Dimensions, Value: value }];
    await aws.context.call('cloudwatch', 'PutMetricData', { Namespace, MetricData }, SERVICE);
    await clock.advance(period * 1000);
  }
  await clock.advance(period * 1000);
  const { AlarmHistoryItems = [] } = await monitoring.send(
    new DescribeAlarmHistoryCommand({ AlarmName, HistoryItemType: 'StateUpdate' }),
  );
  return AlarmHistoryItems.some(({ HistorySummary }) => HistorySummary?.endsWith('to ALARM'));
}

test('every alarm is raised exactly at its threshold, and not just below', async () => {
  const wrong: string[] = [];
  const alarms = alarmsOnLoad();
  for (const alarm of alarms) {
    const below = alarm.threshold - (alarm.statistic === undefined ? 0.001 : 1);
    if (!(await raisedBy(alarm, alarm.threshold, `${alarm.alarm_name}-at`)))
      wrong.push(`${alarm.alarm_name} is not raised at ${alarm.threshold}`);
    if (await raisedBy(alarm, below, `${alarm.alarm_name}-below`))
      wrong.push(`${alarm.alarm_name} is raised at ${below}`);
  }
  expect(alarms.length).toBe(16);
  expect(wrong).toEqual([]);
});
