import { defineOperation } from '../../core/operation.ts';
import { onPolicy } from '../authorization.ts';
import { describeVersion, policyOf } from '../managed-policies.ts';
import type { PolicyInput } from '../model.ts';
import type { IamState } from '../store.ts';

/** ListPolicyVersions. */
export const listPolicyVersions = defineOperation({
  name: 'ListPolicyVersions',
  authorization: onPolicy('ListPolicyVersions'),
  run({ store }: IamState, input: PolicyInput) {
    const policy = policyOf(store, input);
    return {
      Versions: policy.versions.map((version) => describeVersion(policy, version)),
      IsTruncated: false,
    };
  },
});
