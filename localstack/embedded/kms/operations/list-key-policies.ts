import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import { POLICY_NAME } from '../key-policy.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

/** ListKeyPolicies: each key has the one. */
export const listKeyPolicies = defineOperation({
  name: 'ListKeyPolicies',
  authorization: onKey('ListKeyPolicies'),
  run(keys: Keys, { KeyId }: KeyInput) {
    keys.find(KeyId);
    return { PolicyNames: [POLICY_NAME], Truncated: false };
  },
});
