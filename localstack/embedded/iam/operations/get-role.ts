import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import type { RoleInput } from '../model.ts';
import { describeRole, roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** GetRole. */
export const getRole = defineOperation({
  name: 'GetRole',
  authorization: onRole('GetRole'),
  run: ({ store }: IamState, input: RoleInput) => ({ Role: describeRole(roleOf(store, input)) }),
});
