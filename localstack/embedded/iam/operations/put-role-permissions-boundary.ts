import { defineOperation } from '../../core/operation.ts';
import { onBoundedRole } from '../authorization.ts';
import { boundaryOf } from '../boundaries.ts';
import type { RoleInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** PutRolePermissionsBoundary. */
export const putRolePermissionsBoundary = defineOperation({
  name: 'PutRolePermissionsBoundary',
  authorization: onBoundedRole('PutRolePermissionsBoundary'),
  run({ store }: IamState, input: RoleInput & { readonly PermissionsBoundary?: string }) {
    const role = roleOf(store, input);
    store.replace({ ...role, boundary: boundaryOf(store, input.PermissionsBoundary) });
    return {};
  },
});
