import { type ConditionValues, type Need, objectOf, textOf, type Unchecked } from '../core/authorization.ts';
import { AwsError } from '../core/errors.ts';
import type { OperationDeclaration } from '../core/operation.ts';
import { keyIdOf } from './ciphertext.ts';
import type { Keys } from './keys.ts';

// The permissions of https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
type NeedsOf = OperationDeclaration<Keys>['authorization'];

/** The permission `action` on all of KMS. */
export const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `kms:${action}`, resource: '*' }];

/** The permission `action` on the key that `KeyId` names, with the encryption context where the call has one. */
export const onKey =
  (action: string): NeedsOf =>
  ({ KeyId, EncryptionContext }, _place, keys) =>
    needs(keys, action, namedKey(keys, KeyId), EncryptionContext);

/** The permission `action` on an alias and on its key. */
export const onAlias =
  (action: string): NeedsOf =>
  ({ AliasName, TargetKeyId }, _place, keys) => {
    const name = textOf(AliasName);
    const key = namedKey(keys, TargetKeyId === undefined ? name : TargetKeyId);
    return [{ action: `kms:${action}`, resource: keys.aliasArn(name) }, ...needs(keys, action, key)];
  };

/** The permission `action` on the key with that ARN; none where no key was found. */
export function needs(keys: Keys, action: string, arn: string | undefined, context?: unknown): Need[] {
  const conditions = { 'kms:calleraccount': keys.context.accountId, ...encryptionContext(context) };
  return arn === undefined ? [] : [{ action: `kms:${action}`, resource: arn, conditions }];
}

/** The ARN of the key with that id, ARN or alias. */
export function namedKey(keys: Keys, keyId: unknown): string | undefined {
  return resolved(() => keys.arnOf(keys.find(keyId)));
}

/** The ARN of the key that made a ciphertext. */
export function keyOfCiphertext(keys: Keys, blob: unknown): string | undefined {
  return resolved(() => keys.arnOf(keys.find(keyIdOf(Buffer.from(textOf(blob), 'base64')))));
}

/** What a ciphertext or a name leads to; undefined where it is none: the operation itself says so then. */
function resolved(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
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
