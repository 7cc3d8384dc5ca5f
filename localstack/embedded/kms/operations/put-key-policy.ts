import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import { checkKeyPolicy, checkPolicyName, POLICY_NAME } from '../key-policy.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

interface PutKeyPolicyInput extends KeyInput {
  readonly PolicyName?: string;
  readonly Policy?: string;
}

/** PutKeyPolicy: replaces the policy. */
export const putKeyPolicy = defineOperation({
  name: 'PutKeyPolicy',
  authorization: onKey('PutKeyPolicy'),
  run(keys: Keys, { KeyId, PolicyName = POLICY_NAME, Policy: policy = '' }: PutKeyPolicyInput) {
    const key = keys.changeable(KeyId);
    checkPolicyName(PolicyName);
    checkKeyPolicy(keys.context, policy);
    keys.save({ ...key, policy });
    return {};
  },
});
