import { type NeedsOf, objectOf, passRole, textOf } from '../core/authorization.ts';

// The shapes of https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html

/** `action` on the schedule that a request names. */
export const onSchedule =
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

/** As {@link onSchedule}, for a schedule that hands its target's role to EventBridge Scheduler. */
export const onScheduleWithRole =
  (action: string): NeedsOf =>
  (input, place) => [
    ...onSchedule(action)(input, place),
    ...passRole(objectOf(input.Target).RoleArn, 'scheduler.amazonaws.com'),
  ];

/** `action` on the schedule group that a request names. */
export const onGroup =
  (action: string): NeedsOf =>
  ({ Name }, { region, accountId }) => [
    {
      action: `scheduler:${action}`,
      resource: `arn:aws:scheduler:${region}:${accountId}:schedule-group/${textOf(Name)}`,
    },
  ];

/** `action` on whatever `ResourceArn` names. */
export const onArn =
  (action: string): NeedsOf =>
  ({ ResourceArn }) => [{ action: `scheduler:${action}`, resource: textOf(ResourceArn) }];

/** `action` on everything: AWS gives it no resource. */
export const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `scheduler:${action}`, resource: '*' }];
