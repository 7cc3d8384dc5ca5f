import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { type AliasInput, findAlias, makeAlias } from '../functions/aliases.ts';
import { changeFunction } from '../functions/changes.ts';
import type { LambdaState } from '../state.ts';

/** UpdateAlias: lets an alias stand for another version. */
export const updateAlias = defineOperation({
  name: 'UpdateAlias',
  authorization: onFunction('UpdateAlias'),
  http: { method: 'PUT', path: '/2015-03-31/functions/{FunctionName}/aliases/{Name}' },
  run(state: LambdaState, input: AliasInput) {
    const record = state.functions.get(input.FunctionName);
    const known = findAlias(record, input.Name);
    const alias = makeAlias(state, record, input, known);
    const aliases = record.aliases.map((each) => (each === known ? alias : each));
    changeFunction(state, record, { aliases });
    return alias;
  },
});
