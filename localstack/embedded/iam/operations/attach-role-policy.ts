import { defineOperation } from '../../core/operation.ts';
import { onBoundedRole } from '../authorization.ts';
import { limitExceeded } from '../errors.ts';
import type { AttachmentInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';
import { requiredArn } from '../validation.ts';

const ATTACHED_LIMIT = 10;

/** AttachRolePolicy. */
export const attachRolePolicy = defineOperation({
  name: 'AttachRolePolicy',
  authorization: onBoundedRole('AttachRolePolicy'),
  run({ store }: IamState, input: AttachmentInput) {
    const role = roleOf(store, input);
    const { Arn } = store.policy(requiredArn(input.PolicyArn));
    if (role.attached.includes(Arn)) return {};
    if (role.attached.length >= ATTACHED_LIMIT) {
      throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${ATTACHED_LIMIT}`);
    }
    store.replace({ ...role, attached: [...role.attached, Arn] });
    return {};
  },
});
