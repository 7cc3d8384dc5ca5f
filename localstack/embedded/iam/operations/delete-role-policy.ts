import { defineOperation } from '../../core/operation.ts';
import { onBoundedRole } from '../authorization.ts';
import type { RolePolicyInput } from '../model.ts';
import { inlinePolicyOf } from '../role-policies.ts';
import type { IamState } from '../store.ts';

/** DeleteRolePolicy. */
export const deleteRolePolicy = defineOperation({
  name: 'DeleteRolePolicy',
  authorization: onBoundedRole('DeleteRolePolicy'),
  run({ store }: IamState, input: RolePolicyInput) {
    const { role, name } = inlinePolicyOf(store, input);
    const { [name]: _, ...inline } = role.inline;
    store.replace({ ...role, inline });
    return {};
  },
});
