import {
  type AuthorizationTable,
  type ConditionValues,
  listOf,
  type Need,
  type NeedsOf,
  objectOf,
  textOf,
  type Unchecked,
} from '../core/authorization.ts';
import { AwsError } from '../core/errors.ts';
import { keyIdOf } from './ciphertext.ts';
import type { Keys } from './keys.ts';

/** The operations on one key that is named by `KeyId`; with the encryption context where they have one. */
const ON_KEY = [
  'CancelKeyDeletion',
  'DescribeKey',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'EnableKeyRotation',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListResourceTags',
  'PutKeyPolicy',
  'RotateKeyOnDemand',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateKeyDescription',
];

const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `kms:${action}`, resource: '*' }];

/** What a ciphertext or a name leads to; undefined where it is none: the operation itself says so then. */
function resolved(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
export function kmsAuthorization(keys: Keys): AuthorizationTable {
  const byName = (keyId: unknown) => resolved(() => keys.arnOf(keys.find(keyId)));
  const byCiphertext = (blob: unknown) =>
    resolved(() => keys.arnOf(keys.find(keyIdOf(Buffer.from(textOf(blob), 'base64')))));

  function needs(action: string, arn: string | undefined, context?: unknown): Need[] {
    const conditions = { 'kms:calleraccount': keys.context.accountId, ...encryptionContext(context) };
    return arn === undefined ? [] : [{ action: `kms:${action}`, resource: arn, conditions }];
  }

  /** An alias is a permission on itself and on its key. */
  const onAlias =
    (action: string): NeedsOf =>
    ({ AliasName, TargetKeyId }) => {
      const name = textOf(AliasName);
      const key = TargetKeyId === undefined ? byName(name) : byName(TargetKeyId);
      return [{ action: `kms:${action}`, resource: keys.aliasArn(name) }, ...needs(action, key)];
    };

  return {
    ...Object.fromEntries(
      ON_KEY.map((action): [string, NeedsOf] => [
        action,
        ({ KeyId, EncryptionContext }) => needs(action, byName(KeyId), EncryptionContext),
      ]),
    ),
    CreateKey: ({ Tags }) => [
      { action: 'kms:CreateKey', resource: '*' },
      // A key has no id yet: tagging it is a permission on the account's keys (KMS Developer Guide, «Controlling access to tags»).
      ...(listOf(Tags).length > 0 ? [{ action: 'kms:TagResource', resource: keys.anyArn }] : []),
    ],
    Decrypt: ({ CiphertextBlob, EncryptionContext }) =>
      needs('Decrypt', byCiphertext(CiphertextBlob), EncryptionContext),
    ReEncrypt: (input) => [
      ...needs('ReEncryptFrom', byCiphertext(input.CiphertextBlob), input.SourceEncryptionContext),
      ...needs('ReEncryptTo', byName(input.DestinationKeyId), input.DestinationEncryptionContext),
    ],
    GenerateRandom: onAll('GenerateRandom'),
    ListKeys: onAll('ListKeys'),
    ListAliases: onAll('ListAliases'),
    CreateAlias: onAlias('CreateAlias'),
    UpdateAlias: onAlias('UpdateAlias'),
    DeleteAlias: onAlias('DeleteAlias'),
  };
}

/** `kms:EncryptionContext:name` for each pair, and the names together. */
function encryptionContext(context: unknown): ConditionValues {
  const pairs: Unchecked = objectOf(context);
  return {
    ...Object.fromEntries(
      Object.entries(pairs).map(([name, value]) => [
        `kms:encryptioncontext:${name.toLowerCase()}`,
        String(value),
      ]),
    ),
    'kms:encryptioncontextkeys': Object.keys(pairs),
  };
}
