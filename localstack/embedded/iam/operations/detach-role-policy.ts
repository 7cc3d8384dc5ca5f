import { defineOperation } from '../../core/operation.ts';
import { onBoundedRole } from '../authorization.ts';
import { notAttached } from '../errors.ts';
import type { AttachmentInput } from '../model.ts';
import { roleOf } from '../roles.ts';
import type { IamState } from '../store.ts';
import { requiredArn } from '../validation.ts';

/** DetachRolePolicy. */
export const detachRolePolicy = defineOperation({
  name: 'DetachRolePolicy',
  authorization: onBoundedRole('DetachRolePolicy'),
  run({ store }: IamState, input: AttachmentInput) {
    const role = roleOf(store, input);
    const arn = requiredArn(input.PolicyArn);
    if (!role.attached.includes(arn)) throw notAttached(arn);
    store.replace({ ...role, attached: role.attached.filter((attached) => attached !== arn) });
    return {};
  },
});
