import type { KMS } from '@aws-sdk/client-kms';
import type { Operation } from '../../core/service.ts';
import type { Keys } from '../keys.ts';
import { createAlias, deleteAlias, listAliases, updateAlias } from './aliases.ts';
import {
  decryptOperation,
  encryptOperation,
  generateDataKey,
  generateRandom,
  reEncrypt,
} from './cryptography.ts';
import { cancelKeyDeletion, scheduleKeyDeletion } from './deletion.ts';
import { createKey, describeKey, listKeys, setEnabled, updateKeyDescription } from './keys.ts';
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from './policies.ts';
import {
  disableKeyRotation,
  enableKeyRotation,
  getKeyRotationStatus,
  listKeyRotations,
  rotateKeyOnDemand,
} from './rotation.ts';
import { listResourceTags, tagResource, untagResource } from './tags.ts';

/** The names of KMS's operations, from the SDK's own client. */
type OperationName = Capitalize<Extract<keyof KMS, string>>;

/** KMS's operations over `keys`, by AWS's name. */
export function operationsOf(keys: Keys): Readonly<Record<string, Operation>> {
  const operations: Partial<Record<OperationName, Operation>> = {
    CreateKey: createKey(keys),
    DescribeKey: describeKey(keys),
    ListKeys: listKeys(keys),
    UpdateKeyDescription: updateKeyDescription(keys),
    EnableKey: setEnabled(keys, true),
    DisableKey: setEnabled(keys, false),
    ScheduleKeyDeletion: scheduleKeyDeletion(keys),
    CancelKeyDeletion: cancelKeyDeletion(keys),
    GetKeyPolicy: getKeyPolicy(keys),
    PutKeyPolicy: putKeyPolicy(keys),
    ListKeyPolicies: listKeyPolicies(keys),
    EnableKeyRotation: enableKeyRotation(keys),
    DisableKeyRotation: disableKeyRotation(keys),
    GetKeyRotationStatus: getKeyRotationStatus(keys),
    ListKeyRotations: listKeyRotations(keys),
    RotateKeyOnDemand: rotateKeyOnDemand(keys),
    CreateAlias: createAlias(keys),
    UpdateAlias: updateAlias(keys),
    DeleteAlias: deleteAlias(keys),
    ListAliases: listAliases(keys),
    TagResource: tagResource(keys),
    UntagResource: untagResource(keys),
    ListResourceTags: listResourceTags(keys),
    Encrypt: encryptOperation(keys),
    Decrypt: decryptOperation(keys),
    ReEncrypt: reEncrypt(keys),
    GenerateDataKey: generateDataKey(keys, true),
    GenerateDataKeyWithoutPlaintext: generateDataKey(keys, false),
    GenerateRandom: generateRandom(keys),
  };
  return operations;
}
