import { defineOperation } from '../../core/operation.ts';
import { checkedAliasName } from '../alias-name.ts';
import { onAlias } from '../authorization.ts';
import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import type { AliasInput } from '../model.ts';

/** UpdateAlias: points the alias to another key. */
export const updateAlias = defineOperation({
  name: 'UpdateAlias',
  authorization: onAlias('UpdateAlias'),
  run(keys: Keys, { AliasName, TargetKeyId }: AliasInput) {
    const name = checkedAliasName(AliasName);
    const alias = keys.alias(name);
    if (!alias) throw kmsErrors.aliasNotFound(keys.aliasArn(name));
    const keyId = keys.changeable(TargetKeyId).id;
    keys.saveAlias({ ...alias, keyId, updatedAt: keys.context.clock.now() });
    return {};
  },
});
