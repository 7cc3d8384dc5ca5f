import { defineOperation } from '../../core/operation.ts';
import { onGroup } from '../authorization.ts';
import { conflict, validation } from '../errors.ts';
import { createGroup } from '../groups.ts';
import type { Tag } from '../model.ts';
import type { SchedulerState } from '../state.ts';

interface CreateScheduleGroupInput {
  readonly Name: string;
  readonly Tags?: readonly Tag[];
}

/** CreateScheduleGroup: a group under a name that is free. */
export const createScheduleGroup = defineOperation({
  name: 'CreateScheduleGroup',
  authorization: onGroup('CreateScheduleGroup'),
  http: { method: 'POST', path: '/schedule-groups/{Name}' },
  run(state: SchedulerState, { Name, Tags = [] }: CreateScheduleGroupInput) {
    if (typeof Name !== 'string' || !/^[0-9a-zA-Z-_.]{1,64}$/.test(Name)) {
      throw validation(
        "Value at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-zA-Z-_.]+",
      );
    }
    if (!Array.isArray(Tags)) throw validation('Tags must be a list.');
    if (state.groups.has(Name)) throw conflict(`Schedule group ${Name}`);
    return { ScheduleGroupArn: createGroup(state, Name, Tags).Arn };
  },
});
