import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import { deleteConflict } from '../errors.ts';
import type { RoleInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** DeleteRole: of a role that has no policies left. */
export const deleteRole = defineOperation({
  name: 'DeleteRole',
  authorization: onRole('DeleteRole'),
  run({ store }: IamState, input: RoleInput) {
    const role = roleOf(store, input);
    if (role.attached.length > 0)
      throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (Object.keys(role.inline).length > 0)
      throw deleteConflict('Cannot delete entity, must delete policies first.');
    store.roles.delete(role.RoleName);
    return {};
  },
});
