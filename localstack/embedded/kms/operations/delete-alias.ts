import { defineOperation } from '../../core/operation.ts';
import { checkedAliasName } from '../alias-name.ts';
import { onAlias } from '../authorization.ts';
import { kmsErrors } from '../errors.ts';
import type { Keys } from '../keys.ts';
import type { AliasInput } from '../model.ts';

/** DeleteAlias: the key stays. */
export const deleteAlias = defineOperation({
  name: 'DeleteAlias',
  authorization: onAlias('DeleteAlias'),
  run(keys: Keys, { AliasName }: Pick<AliasInput, 'AliasName'>) {
    const name = checkedAliasName(AliasName);
    if (!keys.alias(name)) throw kmsErrors.aliasNotFound(keys.aliasArn(name));
    keys.removeAlias(name);
    return {};
  },
});
