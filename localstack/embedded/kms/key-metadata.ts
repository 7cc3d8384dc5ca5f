import type { Keys } from './keys.ts';
import type { Key } from './model.ts';

/** A key as CreateKey and DescribeKey show it. */
export function keyMetadata(keys: Keys, key: Key): object {
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
