import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { pageOf } from './paging.ts';

interface AliasInput {
  readonly AliasName?: string;
  readonly TargetKeyId?: string;
}

/** CreateAlias. */
export function createAlias(keys: Keys) {
  return (input: AliasInput) => {
    const name = checkedName(input.AliasName);
    if (keys.alias(name)) throw kmsErrors.aliasExists(keys.aliasArn(name));
    const now = keys.context.clock.now();
    keys.saveAlias({ name, keyId: keys.changeable(input.TargetKeyId).id, createdAt: now, updatedAt: now });
    return {};
  };
}

/** UpdateAlias: points the alias to another key. */
export function updateAlias(keys: Keys) {
  return (input: AliasInput) => {
    const name = checkedName(input.AliasName);
    const alias = keys.alias(name);
    if (!alias) throw kmsErrors.aliasNotFound(keys.aliasArn(name));
    const keyId = keys.changeable(input.TargetKeyId).id;
    keys.saveAlias({ ...alias, keyId, updatedAt: keys.context.clock.now() });
    return {};
  };
}

/** DeleteAlias: the key stays. */
export function deleteAlias(keys: Keys) {
  return (input: AliasInput) => {
    const name = checkedName(input.AliasName);
    if (!keys.alias(name)) throw kmsErrors.aliasNotFound(keys.aliasArn(name));
    keys.removeAlias(name);
    return {};
  };
}

/** ListAliases: of one key, or of the account. */
export function listAliases(keys: Keys) {
  return (input: { KeyId?: string; Limit?: number; Marker?: string }) => {
    const keyId = input.KeyId === undefined ? undefined : keys.find(input.KeyId).id;
    const aliases = keys.aliases().filter((alias) => keyId === undefined || alias.keyId === keyId);
    const { page, ...rest } = pageOf(aliases, (alias) => alias.name, input, 50);
    return {
      Aliases: page.map((alias) => ({
        AliasName: alias.name,
        AliasArn: keys.aliasArn(alias.name),
        TargetKeyId: alias.keyId,
        CreationDate: new Date(alias.createdAt),
        LastUpdatedDate: new Date(alias.updatedAt),
      })),
      ...rest,
    };
  };
}

function checkedName(name: string | undefined): string {
  if (!name?.startsWith('alias/')) {
    throw kmsErrors.validation('Alias must start with the prefix "alias/".');
  }
  if (!/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name)) {
    throw kmsErrors.validation(
      `1 validation error detected: Value '${name}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^alias/[a-zA-Z0-9/_-]+$`,
    );
  }
  if (name.startsWith('alias/aws/')) throw kmsErrors.reservedAlias();
  return name;
}
