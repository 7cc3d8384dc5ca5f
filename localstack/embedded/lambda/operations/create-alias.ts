import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { conflict } from '../errors.ts';
import { type AliasInput, makeAlias } from '../functions/aliases.ts';
import { changeFunction } from '../functions/changes.ts';
import type { LambdaState } from '../state.ts';

/** CreateAlias: a name for a version. */
export const createAlias = defineOperation({
  name: 'CreateAlias',
  authorization: onFunction('CreateAlias'),
  http: { method: 'POST', path: '/2015-03-31/functions/{FunctionName}/aliases', status: 201 },
  run(state: LambdaState, input: AliasInput) {
    const record = state.functions.get(input.FunctionName);
    const alias = makeAlias(state, record, input);
    if (record.aliases.some(({ Name }) => Name === input.Name)) {
      throw conflict(`Alias already exists: ${alias.AliasArn}`);
    }
    changeFunction(state, record, { aliases: [...record.aliases, alias] });
    return alias;
  },
});
