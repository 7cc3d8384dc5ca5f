import { listOf, type NeedsOf, type Place, textOf } from '../core/authorization.ts';

// The shapes of https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html

/** The ARN of an alarm. */
export const alarmArn = (name: string, { region, accountId }: Place) =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;

/** The ARN of a dashboard. */
export const dashboardArn = (name: string, { accountId }: Pick<Place, 'accountId'>) =>
  `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;

/** `action` on everything: AWS gives it no resource. */
export const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `cloudwatch:${action}`, resource: '*' }];

/** `action` on the alarm that a request names. */
export const onAlarm =
  (action: string): NeedsOf =>
  ({ AlarmName }, place) => [
    { action: `cloudwatch:${action}`, resource: alarmArn(textOf(AlarmName), place) },
  ];

/** `action` on the dashboard that a request names. */
export const onDashboard =
  (action: string): NeedsOf =>
  ({ DashboardName }, place) => [
    { action: `cloudwatch:${action}`, resource: dashboardArn(textOf(DashboardName), place) },
  ];

/** `action` on whatever `ResourceARN` names. */
export const onArn =
  (action: string): NeedsOf =>
  ({ ResourceARN }) => [{ action: `cloudwatch:${action}`, resource: textOf(ResourceARN) }];

/** `action` on each of the names in a member of the request. */
export const onEach =
  (action: string, member: string, arnOf: (name: string, place: Place) => string): NeedsOf =>
  (input, place) =>
    listOf(input[member]).map((name) => ({
      action: `cloudwatch:${action}`,
      resource: arnOf(textOf(name), place),
    }));
