import { notImplemented } from '../../core/errors.ts';
import { checkKeyPolicy, defaultKeyPolicy } from '../key-policy.ts';
import type { Keys } from '../keys.ts';
import type { Key } from '../model.ts';
import { pageOf } from './paging.ts';
import { checkedTags, type Tag } from './tags.ts';

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
export function createKey(keys: Keys) {
  return (input: CreateKeyInput) => {
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
    return { KeyMetadata: metadata(keys, key) };
  };
}

/** DescribeKey. */
export function describeKey(keys: Keys) {
  return (input: { KeyId?: string }) => ({ KeyMetadata: metadata(keys, keys.find(input.KeyId)) });
}

/** ListKeys. */
export function listKeys(keys: Keys) {
  return (input: { Limit?: number; Marker?: string }) => {
    const { page, ...rest } = pageOf(keys.all(), (key) => key.id, input, 100);
    return { Keys: page.map((key) => ({ KeyId: key.id, KeyArn: keys.arnOf(key) })), ...rest };
  };
}

/** UpdateKeyDescription. */
export function updateKeyDescription(keys: Keys) {
  return (input: { KeyId?: string; Description?: string }) => {
    keys.save({ ...keys.changeable(input.KeyId), description: input.Description ?? '' });
    return {};
  };
}

/** EnableKey and DisableKey. */
export function setEnabled(keys: Keys, enabled: boolean) {
  return (input: { KeyId?: string }) => {
    keys.save({ ...keys.changeable(input.KeyId), enabled });
    return {};
  };
}

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
  for (const [member, value] of Object.entries(only)) {
    const given = input[member as keyof CreateKeyInput];
    if (given !== undefined && given !== value) {
      throw notImplemented('kms', `CreateKey with ${member} ${String(given)}`);
    }
  }
}

function metadata(keys: Keys, key: Key): object {
  const pending = key.deletionAt !== undefined;
  return {
    AWSAccountId: keys.context.accountId,
    KeyId: key.id,
    Arn: keys.arnOf(key),
    CreationDate: new Date(key.createdAt),
    Enabled: key.enabled && !pending,
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: pending ? 'PendingDeletion' : key.enabled ? 'Enabled' : 'Disabled',
    ...(key.deletionAt === undefined ? {} : { DeletionDate: new Date(key.deletionAt) }),
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}
