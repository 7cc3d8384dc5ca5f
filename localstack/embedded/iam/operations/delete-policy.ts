import { defineOperation } from '../../core/operation.ts';
import { onPolicy } from '../authorization.ts';
import { boundaryUsage } from '../boundaries.ts';
import { deleteConflict } from '../errors.ts';
import { attachmentCount, policyOf } from '../managed-policies.ts';
import type { PolicyInput } from '../model.ts';
import type { IamState } from '../store.ts';

/** DeletePolicy: of a policy that no role has. */
export const deletePolicy = defineOperation({
  name: 'DeletePolicy',
  authorization: onPolicy('DeletePolicy'),
  run({ store }: IamState, input: PolicyInput) {
    const { Arn } = policyOf(store, input);
    if (attachmentCount(store, Arn) + boundaryUsage(store, Arn) > 0) {
      throw deleteConflict('Cannot delete a policy attached to entities.');
    }
    store.policies.delete(Arn);
    return {};
  },
});
