import { requireTarget } from './deliver.ts';
import { conflict, notFound, unsupported, validation } from './errors.ts';
import { parseExpression } from './expression.ts';
import type { Schedule } from './model.ts';
import { keyOf, type SchedulerRoom } from './room.ts';

type Input = Partial<Omit<Schedule, 'StartDate' | 'EndDate'>> & {
  readonly Name: string;
  readonly StartDate?: number | string | Date;
  readonly EndDate?: number | string | Date;
};

interface Named {
  readonly Name: string;
  readonly GroupName?: string;
}

interface ListInput {
  readonly GroupName?: string;
  readonly NamePrefix?: string;
  readonly State?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number | string;
}

const DEFAULT_GROUP = 'default';

/** CreateSchedule, GetSchedule, UpdateSchedule, DeleteSchedule, ListSchedules. */
export function scheduleOperations(room: SchedulerRoom) {
  const { schedules, groups, timetable } = room;

  function find({ Name, GroupName = DEFAULT_GROUP }: Named): Schedule {
    const schedule = schedules.get(keyOf(GroupName, Name));
    if (!schedule) throw notFound(`Schedule ${Name}`);
    return schedule;
  }

  function put(input: Input, known: Schedule | undefined): { ScheduleArn: string } {
    const schedule = makeSchedule(room, input, known);
    const key = keyOf(schedule.GroupName, schedule.Name);
    schedules.set(key, schedule);
    timetable.enter(key, schedule);
    return { ScheduleArn: schedule.Arn };
  }

  return {
    CreateSchedule(input: Input) {
      const GroupName = input.GroupName ?? DEFAULT_GROUP;
      if (!groups.has(GroupName)) throw notFound(`Schedule group ${GroupName}`);
      if (schedules.has(keyOf(GroupName, input.Name))) throw conflict(`Schedule ${input.Name}`);
      return put(input, undefined);
    },
    UpdateSchedule: (input: Input) => put(input, find(input)),
    GetSchedule(input: Named) {
      const { StartDate, EndDate, ...schedule } = find(input);
      return {
        ...schedule,
        ...(StartDate === undefined ? {} : { StartDate: new Date(StartDate * 1000) }),
        ...(EndDate === undefined ? {} : { EndDate: new Date(EndDate * 1000) }),
      };
    },
    DeleteSchedule(input: Named) {
      const { Name, GroupName } = find(input);
      schedules.delete(keyOf(GroupName, Name));
      timetable.remove(keyOf(GroupName, Name));
      return {};
    },
    ListSchedules(input: ListInput) {
      const found = [...schedules.values()].filter(
        ({ Name, GroupName, State }) =>
          (input.GroupName === undefined || GroupName === input.GroupName) &&
          Name.startsWith(input.NamePrefix ?? '') &&
          (input.State === undefined || State === input.State),
      );
      const { items, NextToken } = page(found, input);
      const Schedules = items.map(
        ({ Arn, Name, GroupName, State, CreationDate, LastModificationDate, Target }) => {
          return {
            Arn,
            Name,
            GroupName,
            State,
            CreationDate,
            LastModificationDate,
            Target: { Arn: Target.Arn },
          };
        },
      );
      return { Schedules, NextToken };
    },
  };
}

/** Checks what was sent. UpdateSchedule replaces everything: what is left out goes back to its default. */
function makeSchedule({ context }: SchedulerRoom, input: Input, known: Schedule | undefined): Schedule {
  const { Name, GroupName = DEFAULT_GROUP, ScheduleExpression = '', Target, FlexibleTimeWindow } = input;
  if (!/^[0-9a-zA-Z-_.]{1,64}$/.test(Name)) throw validation(`Invalid schedule name ${Name}.`);
  if (input.KmsKeyArn) throw unsupported('KmsKeyArn');
  requireTarget(context, GroupName, Target);
  if (!Target || !FlexibleTimeWindow) throw validation('Target and FlexibleTimeWindow are required.');
  if (
    (FlexibleTimeWindow.Mode === 'FLEXIBLE') !==
    (FlexibleTimeWindow.MaximumWindowInMinutes !== undefined)
  ) {
    throw validation('MaximumWindowInMinutes must be provided if, and only if, the mode is FLEXIBLE.');
  }
  const now = context.clock.now() / 1000;
  const ScheduleExpressionTimezone = input.ScheduleExpressionTimezone ?? 'UTC';
  parseExpression(ScheduleExpression, ScheduleExpressionTimezone, now * 1000);
  const optional = {
    StartDate: seconds(input.StartDate),
    EndDate: seconds(input.EndDate),
    Description: input.Description,
  };
  return {
    Arn: `arn:aws:scheduler:${context.region}:${context.accountId}:schedule/${GroupName}/${Name}`,
    Name,
    GroupName,
    ScheduleExpression,
    ScheduleExpressionTimezone,
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<Schedule>),
    State: input.State ?? 'ENABLED',
    Target: {
      ...Target,
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185, ...Target.RetryPolicy },
    },
    FlexibleTimeWindow,
    ActionAfterCompletion: input.ActionAfterCompletion ?? 'NONE',
    CreationDate: known?.CreationDate ?? now,
    LastModificationDate: now,
  };
}

function seconds(value: number | string | Date | undefined): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  return new Date(value).getTime() / 1000;
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Schedule groups, and their tags. */
export function groupOperations({ context, groups, schedules, timetable }: SchedulerRoom) {
  const find = (name: string) => {
    const group = groups.get(name);
    if (!group) throw notFound(`Schedule group ${name}`);
    return group;
  };
  const tagged = (arn: string) => find(arn.slice(arn.indexOf('/') + 1));
  const create = (Name: string, tags: readonly Tag[]) => {
    const now = context.clock.now() / 1000;
    const Arn = `arn:aws:scheduler:${context.region}:${context.accountId}:schedule-group/${Name}`;
    groups.set(Name, { Arn, Name, State: 'ACTIVE', CreationDate: now, LastModificationDate: now, tags });
    return { ScheduleGroupArn: Arn };
  };
  if (!groups.has(DEFAULT_GROUP)) create(DEFAULT_GROUP, []);
  return {
    CreateScheduleGroup({ Name, Tags = [] }: { readonly Name: string; readonly Tags?: readonly Tag[] }) {
      if (typeof Name !== 'string' || !/^[0-9a-zA-Z-_.]{1,64}$/.test(Name)) {
        throw validation(
          "Value at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-zA-Z-_.]+",
        );
      }
      if (!Array.isArray(Tags)) throw validation('Tags must be a list.');
      if (groups.has(Name)) throw conflict(`Schedule group ${Name}`);
      return create(Name, Tags);
    },
    GetScheduleGroup({ Name }: Named) {
      const { tags: _tags, ...group } = find(Name);
      return group;
    },
    /** Its schedules go with it. */
    DeleteScheduleGroup({ Name }: Named) {
      find(Name);
      if (Name === DEFAULT_GROUP) throw validation('The default schedule group cannot be deleted.');
      for (const [key, schedule] of [...schedules.entries()]) {
        if (schedule.GroupName !== Name) continue;
        schedules.delete(key);
        timetable.remove(key);
      }
      groups.delete(Name);
      return {};
    },
    ListScheduleGroups(input: ListInput) {
      const found = [...groups.values()].filter(({ Name }) => Name.startsWith(input.NamePrefix ?? ''));
      const { items, NextToken } = page(found, input);
      return { ScheduleGroups: items.map(({ tags: _tags, ...group }) => group), NextToken };
    },
    ListTagsForResource: ({ ResourceArn }: { readonly ResourceArn: string }) => ({
      Tags: tagged(ResourceArn).tags,
    }),
    TagResource({ ResourceArn, Tags }: { readonly ResourceArn: string; readonly Tags: readonly Tag[] }) {
      const group = tagged(ResourceArn);
      const kept = group.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
      groups.set(group.Name, { ...group, tags: [...kept, ...Tags] });
      return {};
    },
    UntagResource({
      ResourceArn,
      TagKeys,
    }: {
      readonly ResourceArn: string;
      readonly TagKeys: string | string[];
    }) {
      const group = tagged(ResourceArn);
      const gone = [TagKeys].flat();
      groups.set(group.Name, { ...group, tags: group.tags.filter(({ Key }) => !gone.includes(Key)) });
      return {};
    },
  };
}

function page<T>(
  all: readonly T[],
  { NextToken, MaxResults = 100 }: ListInput,
): { items: T[]; NextToken?: string } {
  const start = Number(NextToken ?? 0);
  const end = start + Number(MaxResults);
  return end < all.length
    ? { items: all.slice(start, end), NextToken: String(end) }
    : { items: all.slice(start, end) };
}
