import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { SchedulerState } from '../state.ts';

interface ListSchedulesInput extends PageInput {
  readonly GroupName?: string;
  readonly NamePrefix?: string;
  readonly State?: string;
}

/** ListSchedules: what GetSchedule says in part, for the schedules of one group or of all. */
export const listSchedules = defineOperation({
  name: 'ListSchedules',
  authorization: onAll('ListSchedules'),
  http: {
    method: 'GET',
    path: '/schedules',
    query: { ...PAGE_QUERY, NamePrefix: 'NamePrefix', ScheduleGroup: 'GroupName', State: 'State' },
  },
  run({ schedules }: SchedulerState, input: ListSchedulesInput) {
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
});
