import { present, type Reader, tagRecord } from '../reader.ts';

/** Log groups, alarms, the dashboard and saved queries. */
export const monitoringReaders: Readonly<Record<string, Reader>> = {
  aws_cloudwatch_log_group: {
    source: 'logs/group.go',
    calls: ['cloudwatchlogs:DescribeLogGroups', 'cloudwatchlogs:ListTagsForResource'],
    async read(sent, { logs }) {
      const { logGroups } = await logs.describeLogGroups({ logGroupNamePrefix: sent.text('name') });
      const group = present(
        logGroups?.find(({ logGroupName }) => logGroupName === sent.text('name')),
        'the group',
      );
      if (group.logGroupClass !== 'STANDARD') throw new Error('The class of the group is not read back.');
      const { tags } = await logs.listTagsForResource({ resourceArn: group.logGroupArn ?? '' });
      return {
        arguments: { name: group.logGroupName, retention_in_days: group.retentionInDays },
        tags: tags ?? {},
      };
    },
    delete: (sent, { logs }) => logs.deleteLogGroup({ logGroupName: sent.text('name') }),
  },

  aws_cloudwatch_metric_alarm: {
    source: 'cloudwatch/metric_alarm.go',
    calls: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
    async read(sent, { cloudwatch }) {
      const { MetricAlarms } = await cloudwatch.describeAlarms({
        AlarmNames: [sent.text('alarm_name')],
        AlarmTypes: ['MetricAlarm'],
      });
      const alarm = present(MetricAlarms?.[0], 'the alarm');
      const { Tags } = await cloudwatch.listTagsForResource({ ResourceARN: alarm.AlarmArn });
      return {
        arguments: {
          alarm_name: alarm.AlarmName,
          alarm_description: alarm.AlarmDescription,
          alarm_actions: alarm.AlarmActions,
          ok_actions: alarm.OKActions,
          comparison_operator: alarm.ComparisonOperator,
          evaluation_periods: alarm.EvaluationPeriods,
          datapoints_to_alarm: alarm.DatapointsToAlarm,
          metric_name: alarm.MetricName,
          namespace: alarm.Namespace,
          dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
          period: alarm.Period,
          statistic: alarm.Statistic,
          extended_statistic: alarm.ExtendedStatistic,
          threshold: alarm.Threshold,
          treat_missing_data: alarm.TreatMissingData,
        },
        tags: tagRecord(Tags),
      };
    },
    delete: (sent, { cloudwatch }) => cloudwatch.deleteAlarms({ AlarmNames: [sent.text('alarm_name')] }),
  },

  aws_cloudwatch_dashboard: {
    source: 'cloudwatch/dashboard.go',
    calls: ['cloudwatch:GetDashboard'],
    async read(sent, { cloudwatch }) {
      const found = await cloudwatch.getDashboard({ DashboardName: sent.text('dashboard_name') });
      return { arguments: { dashboard_name: found.DashboardName, dashboard_body: found.DashboardBody } };
    },
    delete: (sent, { cloudwatch }) =>
      cloudwatch.deleteDashboards({ DashboardNames: [sent.text('dashboard_name')] }),
  },

  aws_cloudwatch_query_definition: {
    source: 'logs/query_definition.go',
    calls: ['cloudwatchlogs:DescribeQueryDefinitions'],
    async read(sent, { logs }) {
      const { queryDefinitions } = await logs.describeQueryDefinitions({
        queryDefinitionNamePrefix: sent.text('name'),
      });
      const found = present(
        queryDefinitions?.find(
          ({ queryDefinitionId }) => queryDefinitionId === sent.text('query_definition_id'),
        ),
        'the query',
      );
      return {
        arguments: {
          name: found.name,
          query_string: found.queryString,
          log_group_names: found.logGroupNames,
        },
      };
    },
    delete: (sent, { logs }) =>
      logs.deleteQueryDefinition({ queryDefinitionId: sent.text('query_definition_id') }),
  },
};
