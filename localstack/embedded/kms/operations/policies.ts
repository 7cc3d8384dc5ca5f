import { AwsError } from '../../core/errors.ts';
import { checkKeyPolicy } from '../key-policy.ts';
import type { Keys } from '../keys.ts';

/** The only name that a key policy can have. */
const POLICY_NAME = 'default';

interface PolicyInput {
  readonly KeyId?: string;
  readonly PolicyName?: string;
  readonly Policy?: string;
}

/** GetKeyPolicy. */
export function getKeyPolicy(keys: Keys) {
  return ({ KeyId, PolicyName = POLICY_NAME }: PolicyInput) => {
    const { policy } = keys.find(KeyId);
    checkName(PolicyName);
    return { Policy: policy, PolicyName };
  };
}

/** PutKeyPolicy: replaces the policy. */
export function putKeyPolicy(keys: Keys) {
  return ({ KeyId, PolicyName = POLICY_NAME, Policy: policy = '' }: PolicyInput) => {
    const key = keys.changeable(KeyId);
    checkName(PolicyName);
    checkKeyPolicy(keys.context, policy);
    keys.save({ ...key, policy });
    return {};
  };
}

/** ListKeyPolicies. */
export function listKeyPolicies(keys: Keys) {
  return ({ KeyId }: PolicyInput) => {
    keys.find(KeyId);
    return { PolicyNames: [POLICY_NAME], Truncated: false };
  };
}

function checkName(name: string): void {
  if (name !== POLICY_NAME) throw new AwsError('NotFoundException', 'No such policy exists');
}
