import { type AuthorizationTable, type NeedsOf, objectOf, passRole, textOf } from '../core/authorization.ts';

const onSchedule =
  (action: string): NeedsOf =>
  ({ Name, GroupName }, { region, accountId }) => {
    const name = `${textOf(GroupName) || 'default'}/${textOf(Name)}`;
    return [
      {
        action: `scheduler:${action}`,
        resource: `arn:aws:scheduler:${region}:${accountId}:schedule/${name}`,
      },
    ];
  };

/** A schedule hands its target's role to EventBridge Scheduler. */
const onScheduleWithRole =
  (action: string): NeedsOf =>
  (input, place) => [
    ...onSchedule(action)(input, place),
    ...passRole(objectOf(input.Target).RoleArn, 'scheduler.amazonaws.com'),
  ];

const onGroup =
  (action: string): NeedsOf =>
  ({ Name }, { region, accountId }) => [
    {
      action: `scheduler:${action}`,
      resource: `arn:aws:scheduler:${region}:${accountId}:schedule-group/${textOf(Name)}`,
    },
  ];

const onArn =
  (action: string): NeedsOf =>
  ({ ResourceArn }) => [{ action: `scheduler:${action}`, resource: textOf(ResourceArn) }];

const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `scheduler:${action}`, resource: '*' }];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const authorization: AuthorizationTable = {
  CreateSchedule: onScheduleWithRole('CreateSchedule'),
  UpdateSchedule: onScheduleWithRole('UpdateSchedule'),
  GetSchedule: onSchedule('GetSchedule'),
  DeleteSchedule: onSchedule('DeleteSchedule'),
  ListSchedules: onAll('ListSchedules'),
  CreateScheduleGroup: onGroup('CreateScheduleGroup'),
  GetScheduleGroup: onGroup('GetScheduleGroup'),
  DeleteScheduleGroup: onGroup('DeleteScheduleGroup'),
  ListScheduleGroups: onAll('ListScheduleGroups'),
  ListTagsForResource: onArn('ListTagsForResource'),
  TagResource: onArn('TagResource'),
  UntagResource: onArn('UntagResource'),
};
