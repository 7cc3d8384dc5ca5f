import { type AuthorizationTable, listOf, type NeedsOf, type Place, textOf } from '../core/authorization.ts';

const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `cloudwatch:${action}`, resource: '*' }];

const alarmArn = (name: string, { region, accountId }: Place) =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
const dashboardArn = (name: string, { accountId }: Place) =>
  `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;

const onAlarm =
  (action: string): NeedsOf =>
  ({ AlarmName }, place) => [
    { action: `cloudwatch:${action}`, resource: alarmArn(textOf(AlarmName), place) },
  ];

const onDashboard =
  (action: string): NeedsOf =>
  ({ DashboardName }, place) => [
    { action: `cloudwatch:${action}`, resource: dashboardArn(textOf(DashboardName), place) },
  ];

const onArn =
  (action: string): NeedsOf =>
  ({ ResourceARN }) => [{ action: `cloudwatch:${action}`, resource: textOf(ResourceARN) }];

const each =
  (action: string, member: string, arnOf: (name: string, place: Place) => string): NeedsOf =>
  (input, place) =>
    listOf(input[member]).map((name) => ({
      action: `cloudwatch:${action}`,
      resource: arnOf(textOf(name), place),
    }));

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const authorization: AuthorizationTable = {
  PutMetricData: onAll('PutMetricData'),
  ListMetrics: onAll('ListMetrics'),
  GetMetricStatistics: onAll('GetMetricStatistics'),
  GetMetricData: onAll('GetMetricData'),
  PutMetricAlarm: (input, place) => [
    ...onAlarm('PutMetricAlarm')(input, place),
    ...(listOf(input.Tags).length > 0 ? onAlarm('TagResource')(input, place) : []),
  ],
  DescribeAlarms: (_input, place) => [
    { action: 'cloudwatch:DescribeAlarms', resource: alarmArn('*', place) },
  ],
  DescribeAlarmHistory: ({ AlarmName }, place) => [
    { action: 'cloudwatch:DescribeAlarmHistory', resource: alarmArn(textOf(AlarmName) || '*', place) },
  ],
  DeleteAlarms: each('DeleteAlarms', 'AlarmNames', alarmArn),
  SetAlarmState: onAlarm('SetAlarmState'),
  ListTagsForResource: onArn('ListTagsForResource'),
  TagResource: onArn('TagResource'),
  UntagResource: onArn('UntagResource'),
  PutDashboard: onDashboard('PutDashboard'),
  GetDashboard: onDashboard('GetDashboard'),
  DeleteDashboards: each('DeleteDashboards', 'DashboardNames', dashboardArn),
  ListDashboards: onAll('ListDashboards'),
};
