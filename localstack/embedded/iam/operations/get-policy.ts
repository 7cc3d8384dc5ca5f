import { defineOperation } from '../../core/operation.ts';
import { onPolicy } from '../authorization.ts';
import { describePolicy, policyOf } from '../managed-policies.ts';
import type { PolicyInput } from '../model.ts';
import type { IamState } from '../store.ts';

/** GetPolicy. */
export const getPolicy = defineOperation({
  name: 'GetPolicy',
  authorization: onPolicy('GetPolicy'),
  run: ({ store }: IamState, input: PolicyInput) => ({
    Policy: describePolicy(store, policyOf(store, input)),
  }),
});
