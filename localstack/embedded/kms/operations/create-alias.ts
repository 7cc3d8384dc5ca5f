import { defineOperation } from '../../core/operation.ts';
import { checkedAliasName } from '../alias-name.ts';
import { onAlias } from '../authorization.ts';
import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import type { AliasInput } from '../model.ts';

/** CreateAlias. */
export const createAlias = defineOperation({
  name: 'CreateAlias',
  authorization: onAlias('CreateAlias'),
  run(keys: Keys, { AliasName, TargetKeyId }: AliasInput) {
    const name = checkedAliasName(AliasName);
    if (keys.alias(name)) throw kmsErrors.aliasExists(keys.aliasArn(name));
    const now = keys.context.clock.now();
    keys.saveAlias({ name, keyId: keys.changeable(TargetKeyId).id, createdAt: now, updatedAt: now });
    return {};
  },
});
