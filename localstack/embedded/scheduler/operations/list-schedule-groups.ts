import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { SchedulerState } from '../state.ts';

interface ListScheduleGroupsInput extends PageInput {
  readonly NamePrefix?: string;
}

/** ListScheduleGroups: the groups, without their tags. */
export const listScheduleGroups = defineOperation({
  name: 'ListScheduleGroups',
  authorization: onAll('ListScheduleGroups'),
  http: { method: 'GET', path: '/schedule-groups', query: { ...PAGE_QUERY, NamePrefix: 'NamePrefix' } },
  run({ groups }: SchedulerState, input: ListScheduleGroupsInput) {
    const found = [...groups.values()].filter(({ Name }) => Name.startsWith(input.NamePrefix ?? ''));
    const { items, NextToken } = page(found, input);
    return { ScheduleGroups: items.map(({ tags: _tags, ...group }) => group), NextToken };
  },
});
