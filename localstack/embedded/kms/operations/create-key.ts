import { listOf } from '../../core/authorization.ts';
import { notImplemented } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { keyMetadata } from '../key-metadata.ts';
import { checkKeyPolicy, defaultKeyPolicy } from '../key-policy.ts';
import type { Keys } from '../keys.ts';
import { checkedTags, type Tag } from '../tags.ts';

interface CreateKeyInput {
  readonly Description?: string;
  readonly Policy?: string;
  readonly KeySpec?: string;
  readonly CustomerMasterKeySpec?: string;
  readonly KeyUsage?: string;
  readonly Origin?: string;
  readonly MultiRegion?: boolean;
  readonly CustomKeyStoreId?: string;
  readonly XksKeyId?: string;
  readonly Tags?: readonly Tag[];
}

/** CreateKey: symmetric keys for encryption, with material of KMS's own. */
export const createKey = defineOperation({
  name: 'CreateKey',
  authorization: ({ Tags }, _place, keys: Keys) => [
    { action: 'kms:CreateKey', resource: '*' },
    // A key has no id yet: tagging it is a permission on the account's keys (KMS Developer Guide, «Controlling access to tags»).
    ...(listOf(Tags).length > 0 ? [{ action: 'kms:TagResource', resource: keys.anyArn }] : []),
  ],
  run(keys: Keys, input: CreateKeyInput) {
    refuseOtherKinds(input);
    const { clock, random, accountId } = keys.context;
    const now = clock.now();
    const policy = input.Policy ?? defaultKeyPolicy(accountId);
    checkKeyPolicy(keys.context, policy);
    const key = keys.save({
      id: random.uuid(),
      description: input.Description ?? '',
      manager: 'CUSTOMER',
      createdAt: now,
      enabled: true,
      materials: [keys.newMaterial('creation', now)],
      policy,
      tags: checkedTags(input.Tags ?? []),
    });
    return { KeyMetadata: keyMetadata(keys, key) };
  },
});

function refuseOtherKinds(input: CreateKeyInput): void {
  const only: Readonly<Partial<Record<keyof CreateKeyInput, unknown>>> = {
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeyUsage: 'ENCRYPT_DECRYPT',
    Origin: 'AWS_KMS',
    MultiRegion: false,
    CustomKeyStoreId: undefined,
    XksKeyId: undefined,
  };
  for (const [member, supported] of Object.entries(only)) {
    const value = input[member as keyof CreateKeyInput];
    if (value !== undefined && value !== supported) {
      throw notImplemented('kms', `CreateKey with ${member} ${String(value)}`);
    }
  }
}
