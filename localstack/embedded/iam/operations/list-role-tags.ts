import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import type { RoleInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** ListRoleTags. */
export const listRoleTags = defineOperation({
  name: 'ListRoleTags',
  authorization: onRole('ListRoleTags'),
  run: ({ store }: IamState, input: RoleInput) => ({ Tags: roleOf(store, input).tags, IsTruncated: false }),
});
