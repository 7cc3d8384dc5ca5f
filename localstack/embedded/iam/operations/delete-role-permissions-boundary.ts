import { defineOperation } from '../../core/operation.ts';
import { onBoundedRole } from '../authorization.ts';
import { noBoundary } from '../errors.ts';
import type { RoleInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** DeleteRolePermissionsBoundary. */
export const deleteRolePermissionsBoundary = defineOperation({
  name: 'DeleteRolePermissionsBoundary',
  authorization: onBoundedRole('DeleteRolePermissionsBoundary'),
  run({ store }: IamState, input: RoleInput) {
    const { boundary, ...role } = roleOf(store, input);
    if (boundary === undefined) throw noBoundary(role.RoleName);
    store.replace(role);
    return {};
  },
});
