import type { MetricAlarm, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { type Decoded, flag, list, map, number, optional, text, withDefault } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import type { Tools } from '../resource.ts';
import { tagList, tagsOfList } from './tags.ts';

const FIELDS = {
  alarm_name: text,
  alarm_description: optional(text),
  actions_enabled: withDefault(flag, true),
  alarm_actions: optional(list(text)),
  ok_actions: optional(list(text)),
  comparison_operator: text,
  datapoints_to_alarm: optional(number),
  dimensions: optional(map(text)),
  evaluate_low_sample_count_percentiles: optional(text),
  evaluation_periods: number,
  extended_statistic: optional(text),
  metric_name: text,
  namespace: text,
  period: number,
  statistic: optional(text),
  threshold: number,
  treat_missing_data: withDefault(text, 'missing'),
};

/** An alarm over one metric. */
export default defineResource<typeof FIELDS, MetricAlarm>({
  type: 'aws_cloudwatch_metric_alarm',
  arguments: FIELDS,
  example: {
    a: {
      alarm_name: 'fixture-alarm',
      alarm_description: 'Too many',
      comparison_operator: 'GreaterThanThreshold',
      evaluation_periods: 3,
      datapoints_to_alarm: 2,
      metric_name: 'Errors',
      namespace: 'AWS/Lambda',
      dimensions: { FunctionName: ref('aws_lambda_function.fn.function_name') },
      period: 60,
      statistic: 'Sum',
      threshold: 1,
      treat_missing_data: 'notBreaching',
    },
  },
  attributes: ['arn', 'id'],
  foundBy: ['alarm_name'],
  tags: {
    async read(_alarm, wanted, tools) {
      const cloudwatch = await tools.aws.cloudwatch();
      const { Tags } = await cloudwatch.listTagsForResource({ ResourceARN: await arnOf(wanted, tools) });
      return tagsOfList(Tags);
    },
    async write(_alarm, wanted, { set, removed }, tools) {
      const cloudwatch = await tools.aws.cloudwatch();
      const ResourceARN = await arnOf(wanted, tools);
      if (removed.length > 0) await cloudwatch.untagResource({ ResourceARN, TagKeys: [...removed] });
      if (Object.keys(set).length > 0) await cloudwatch.tagResource({ ResourceARN, Tags: tagList(set) });
    },
  },

  async read(wanted, { aws }) {
    const cloudwatch = await aws.cloudwatch();
    const { MetricAlarms = [] } = await cloudwatch.describeAlarms({ AlarmNames: [wanted.alarm_name] });
    return MetricAlarms[0];
  },

  async create(wanted, tools) {
    const cloudwatch = await tools.aws.cloudwatch();
    await cloudwatch.putMetricAlarm({ ...alarmOf(wanted), Tags: tagList(tools.tags) });
    return {};
  },

  async update(wanted, found, tools) {
    const inOrder = (alarm: Partial<MetricAlarm>) => ({
      ...alarm,
      Dimensions: alarm.Dimensions?.toSorted((a, b) => ((a.Name ?? '') < (b.Name ?? '') ? -1 : 1)),
    });
    if (!differs(inOrder(alarmOf(wanted) as Partial<MetricAlarm>), inOrder(found))) return undefined;
    const cloudwatch = await tools.aws.cloudwatch();
    await cloudwatch.putMetricAlarm(alarmOf(wanted));
    return found;
  },

  async delete(wanted, _alarm, { aws }) {
    const cloudwatch = await aws.cloudwatch();
    await cloudwatch.deleteAlarms({ AlarmNames: [wanted.alarm_name] });
  },

  describe: async (_alarm, wanted, tools) => ({ arn: await arnOf(wanted, tools), id: wanted.alarm_name }),
});

async function arnOf(wanted: Decoded<typeof FIELDS>, { account, region }: Tools): Promise<string> {
  return `arn:aws:cloudwatch:${region}:${await account()}:alarm:${wanted.alarm_name}`;
}

function alarmOf(wanted: Decoded<typeof FIELDS>): PutMetricAlarmCommandInput {
  return {
    AlarmName: wanted.alarm_name,
    AlarmDescription: wanted.alarm_description,
    ActionsEnabled: wanted.actions_enabled,
    AlarmActions: wanted.alarm_actions,
    OKActions: wanted.ok_actions,
    ComparisonOperator: wanted.comparison_operator as MetricAlarm['ComparisonOperator'],
    DatapointsToAlarm: wanted.datapoints_to_alarm,
    Dimensions: Object.entries(wanted.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
    EvaluateLowSampleCountPercentile: wanted.evaluate_low_sample_count_percentiles,
    EvaluationPeriods: wanted.evaluation_periods,
    ExtendedStatistic: wanted.extended_statistic,
    MetricName: wanted.metric_name,
    Namespace: wanted.namespace,
    Period: wanted.period,
    Statistic: wanted.statistic as MetricAlarm['Statistic'],
    Threshold: wanted.threshold,
    TreatMissingData: wanted.treat_missing_data,
  };
}
