import { notFound } from './errors.ts';
import type { ScheduleGroup, Tag } from './model.ts';
import type { SchedulerState } from './state.ts';

/** The group of schedules that name none. Every account has it. */
export const DEFAULT_GROUP = 'default';

/** The group of that name. Throws ResourceNotFoundException. */
export function findGroup({ groups }: SchedulerState, name: string): ScheduleGroup {
  const group = groups.get(name);
  if (!group) throw notFound(`Schedule group ${name}`);
  return group;
}

/** The group with that ARN. Throws ResourceNotFoundException. */
export function groupByArn(state: SchedulerState, arn: string): ScheduleGroup {
  return findGroup(state, arn.slice(arn.indexOf('/') + 1));
}

/** Keeps a new group and returns it. */
export function createGroup(
  { context, groups }: SchedulerState,
  Name: string,
  tags: readonly Tag[],
): ScheduleGroup {
  const now = context.clock.now() / 1000;
  const Arn = `arn:aws:scheduler:${context.region}:${context.accountId}:schedule-group/${Name}`;
  const group = { Arn, Name, State: 'ACTIVE', CreationDate: now, LastModificationDate: now, tags } as const;
  groups.set(Name, group);
  return group;
}
