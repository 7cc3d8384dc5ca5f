import { defineOperation } from '../../core/operation.ts';
import { onRole } from '../authorization.ts';
import type { RoleInput } from '../model.ts';
import { checkTrustPolicy, roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** UpdateAssumeRolePolicy: replaces the trust policy. */
export const updateAssumeRolePolicy = defineOperation({
  name: 'UpdateAssumeRolePolicy',
  authorization: onRole('UpdateAssumeRolePolicy'),
  run({ store }: IamState, input: RoleInput & { readonly PolicyDocument?: string }) {
    const role = roleOf(store, input);
    store.replace({ ...role, trustPolicy: checkTrustPolicy(input.PolicyDocument, role.RoleName) });
    return {};
  },
});
