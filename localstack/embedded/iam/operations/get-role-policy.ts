import { defineOperation } from '../../core/operation.ts';
import { encodeRfc3986 } from '../../protocol/canonical.ts';
import { onRole } from '../authorization.ts';
import type { RolePolicyInput } from '../model.ts';
import { inlinePolicyOf } from '../role-policies.ts';
import type { IamState } from '../store.ts';

/** GetRolePolicy. */
export const getRolePolicy = defineOperation({
  name: 'GetRolePolicy',
  authorization: onRole('GetRolePolicy'),
  run({ store }: IamState, input: RolePolicyInput) {
    const { role, name, document } = inlinePolicyOf(store, input);
    return { RoleName: role.RoleName, PolicyName: name, PolicyDocument: encodeRfc3986(document) };
  },
});
