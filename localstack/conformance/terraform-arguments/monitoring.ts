// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { asMap, inPlace, refused, replacement, type TypeCase, tags } from './case.ts';

const ACTION = 'arn:aws:sns:us-east-1:000000000000:alarms';

/** Proofs for CloudWatch and its logs. */
export const monitoring: Readonly<Record<string, TypeCase>> = {
  aws_cloudwatch_dashboard: {
    name: 'd',
    read: async (aws, a) =>
      (await aws.cloudwatch()).getDashboard({ DashboardName: String(a.dashboard_name) }),
    arguments: {
      dashboard_name: replacement('other', (dashboard) => dashboard.DashboardName),
      dashboard_body: inPlace('{"widgets":[]}', (dashboard) => dashboard.DashboardBody),
    },
  },
  aws_cloudwatch_log_group: {
    name: 'g',
    read: async (aws, { arn, name }) => {
      const logs = await aws.logs();
      const { logGroups } = await logs.describeLogGroups({ logGroupNamePrefix: String(name) });
      return { ...logGroups?.[0], ...(await logs.listTagsForResource({ resourceArn: String(arn) })) };
    },
    arguments: {
      name: replacement('/fixture/renamed', (group) => group.logGroupName),
      retention_in_days: inPlace(7, (group) => group.retentionInDays, { unset: { says: undefined } }),
      tags: tags((group) => group.tags),
    },
  },
  aws_cloudwatch_metric_alarm: {
    name: 'a',
    read: async (aws, { alarm_name, arn }) => {
      const cloudwatch = await aws.cloudwatch();
      const { MetricAlarms } = await cloudwatch.describeAlarms({ AlarmNames: [String(alarm_name)] });
      const { Tags } = await cloudwatch.listTagsForResource({ ResourceARN: String(arn) });
      return { ...MetricAlarms?.[0], Tags: asMap(Tags) };
    },
    arguments: {
      alarm_name: replacement('renamed-alarm', (alarm) => alarm.AlarmName),
      alarm_description: inPlace('Far too many', (alarm) => alarm.AlarmDescription, {
        unset: { says: undefined },
      }),
      actions_enabled: inPlace(false, (alarm) => alarm.ActionsEnabled, { unset: { says: true } }),
      alarm_actions: inPlace([ACTION], (alarm) => alarm.AlarmActions, { unset: { says: [] } }),
      ok_actions: inPlace([ACTION], (alarm) => alarm.OKActions, { unset: { says: [] } }),
      comparison_operator: inPlace('LessThanThreshold', (alarm) => alarm.ComparisonOperator),
      datapoints_to_alarm: inPlace(1, (alarm) => alarm.DatapointsToAlarm, { unset: { says: undefined } }),
      dimensions: inPlace({ FunctionName: 'x' }, (alarm) => alarm.Dimensions, {
        says: [{ Name: 'FunctionName', Value: 'x' }],
        unset: { says: [] },
      }),
      evaluate_low_sample_count_percentiles: refused('ignore', /EvaluateLowSampleCountPercentile/, {
        statistic: null,
        extended_statistic: 'p99',
      }),
      evaluation_periods: inPlace(5, (alarm) => alarm.EvaluationPeriods),
      extended_statistic: inPlace('p99', (alarm) => alarm.ExtendedStatistic, { with: { statistic: null } }),
      metric_name: inPlace('Throttles', (alarm) => alarm.MetricName),
      namespace: inPlace('AWS/Other', (alarm) => alarm.Namespace),
      period: inPlace(120, (alarm) => alarm.Period),
      statistic: inPlace('Maximum', (alarm) => alarm.Statistic),
      threshold: inPlace(5, (alarm) => alarm.Threshold),
      treat_missing_data: inPlace('breaching', (alarm) => alarm.TreatMissingData, {
        unset: { says: 'missing' },
      }),
      tags: tags((alarm) => alarm.Tags),
    },
  },
  aws_cloudwatch_query_definition: {
    name: 'q',
    read: async (aws, { id }) => {
      const { queryDefinitions = [] } = await (await aws.logs()).describeQueryDefinitions({});
      return queryDefinitions.find((query) => query.queryDefinitionId === id);
    },
    arguments: {
      name: inPlace('renamed-query', (query) => query.name),
      query_string: inPlace('fields @timestamp', (query) => query.queryString),
      log_group_names: inPlace(['${aws_cloudwatch_log_group.other.name}'], (query) => query.logGroupNames, {
        says: ['/fixture/other'],
        unset: { says: undefined },
      }),
    },
  },
};
