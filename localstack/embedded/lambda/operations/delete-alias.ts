import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import type { AliasReference } from '../functions/aliases.ts';
import { changeFunction } from '../functions/changes.ts';
import type { LambdaState } from '../state.ts';

/** DeleteAlias: succeeds where there is none, as AWS does. */
export const deleteAlias = defineOperation({
  name: 'DeleteAlias',
  authorization: onFunction('DeleteAlias'),
  http: { method: 'DELETE', path: '/2015-03-31/functions/{FunctionName}/aliases/{Name}', status: 204 },
  run(state: LambdaState, input: AliasReference) {
    const record = state.functions.get(input.FunctionName);
    const aliases = record.aliases.filter(({ Name }) => Name !== input.Name);
    changeFunction(state, record, { aliases });
    return {};
  },
});
