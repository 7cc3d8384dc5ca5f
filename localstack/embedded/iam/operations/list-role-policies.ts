import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import type { RoleInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** ListRolePolicies: the names of the inline ones. */
export const listRolePolicies = defineOperation({
  name: 'ListRolePolicies',
  authorization: onRole('ListRolePolicies'),
  run: ({ store }: IamState, input: RoleInput) => ({
    PolicyNames: Object.keys(roleOf(store, input).inline),
    IsTruncated: false,
  }),
});
