import { defineOperation } from '../../core/operation.ts';
import { onBoundedRole } from '../authorization.ts';
import { limitExceeded } from '../errors.ts';
import type { RolePolicyInput } from '../model.ts';
import { checkPolicyDocument } from '../policy-document.ts';
import { policyNameOf } from '../role-policies.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';

/** The sum of a role's inline policies, in characters. */
const INLINE_LIMIT = 10_240;

interface PutRolePolicyInput extends RolePolicyInput {
  readonly PolicyDocument?: string;
}

/** PutRolePolicy: makes or replaces one of the role's inline policies. */
export const putRolePolicy = defineOperation({
  name: 'PutRolePolicy',
  authorization: onBoundedRole('PutRolePolicy'),
  run({ store }: IamState, input: PutRolePolicyInput) {
    const role = roleOf(store, input);
    const name = policyNameOf(input);
    const owner = `role ${role.RoleName}`;
    const document = checkPolicyDocument(input.PolicyDocument, 'identity', INLINE_LIMIT, owner);
    const inline = { ...role.inline, [name]: document };
    const size = Object.values(inline).reduce(
      (sum, text) => sum + JSON.stringify(JSON.parse(text)).length,
      0,
    );
    if (size > INLINE_LIMIT)
      throw limitExceeded(`Maximum policy size of ${INLINE_LIMIT} bytes exceeded for ${owner}`);
    store.replace({ ...role, inline });
    return {};
  },
});
