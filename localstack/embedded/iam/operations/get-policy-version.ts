import { defineOperation } from '../../core/operation.ts';
import { encodeRfc3986 } from '../../protocol/canonical.ts';
import { onPolicy } from '../authorization.ts';
import { noSuchVersion } from '../errors.ts';
import { describeVersion, policyOf } from '../managed-policies.ts';
import type { PolicyInput } from '../model.ts';
import type { IamState } from '../store.ts';

/** GetPolicyVersion. */
export const getPolicyVersion = defineOperation({
  name: 'GetPolicyVersion',
  authorization: onPolicy('GetPolicyVersion'),
  run({ store }: IamState, input: PolicyInput & { readonly VersionId?: string }) {
    const policy = policyOf(store, input);
    const version = policy.versions.find(({ id }) => id === input.VersionId);
    if (!version) throw noSuchVersion(policy.Arn, input.VersionId ?? '');
    const Document = encodeRfc3986(version.document);
    return { PolicyVersion: { ...describeVersion(policy, version), Document } };
  },
});
