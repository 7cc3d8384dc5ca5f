import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import type { RoleInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** ListInstanceProfilesForRole: no role here has any, and Terraform asks before it deletes one. */
export const listInstanceProfilesForRole = defineOperation({
  name: 'ListInstanceProfilesForRole',
  authorization: onRole('ListInstanceProfilesForRole'),
  run({ store }: IamState, input: RoleInput) {
    roleOf(store, input);
    return { InstanceProfiles: [], IsTruncated: false };
  },
});
