import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import { checkPolicyName, POLICY_NAME } from '../key-policy.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

interface GetKeyPolicyInput extends KeyInput {
  readonly PolicyName?: string;
}

/** GetKeyPolicy. */
export const getKeyPolicy = defineOperation({
  name: 'GetKeyPolicy',
  authorization: onKey('GetKeyPolicy'),
  run(keys: Keys, { KeyId, PolicyName = POLICY_NAME }: GetKeyPolicyInput) {
    const { policy } = keys.find(KeyId);
    checkPolicyName(PolicyName);
    return { Policy: policy, PolicyName };
  },
});
