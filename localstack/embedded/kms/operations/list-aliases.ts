import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';
import { type PageInput, pageOf } from '../paging.ts';

/** ListAliases: of one key, or of the account. */
export const listAliases = defineOperation({
  name: 'ListAliases',
  authorization: onAll('ListAliases'),
  run(keys: Keys, input: KeyInput & PageInput) {
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
  },
});
