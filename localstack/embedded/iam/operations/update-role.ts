import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import type { RoleInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';
import { sessionDurationOf } from '../validation.ts';

interface UpdateRoleInput extends RoleInput {
  readonly Description?: string;
  /** Seconds, as text: the query protocol has no numbers. */
  readonly MaxSessionDuration?: string | number;
}

/** UpdateRole. */
export const updateRole = defineOperation({
  name: 'UpdateRole',
  authorization: onRole('UpdateRole'),
  run({ store }: IamState, input: UpdateRoleInput) {
    store.replace({
      ...roleOf(store, input),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      maxSessionDuration: sessionDurationOf(input.MaxSessionDuration),
    });
    return {};
  },
});
