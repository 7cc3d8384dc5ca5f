import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { type AliasReference, findAlias } from '../functions/aliases.ts';
import type { LambdaState } from '../state.ts';

/** GetAlias: one alias of a function. */
export const getAlias = defineOperation({
  name: 'GetAlias',
  authorization: onFunction('GetAlias'),
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/aliases/{Name}' },
  run: ({ functions }: LambdaState, input: AliasReference) =>
    findAlias(functions.get(input.FunctionName), input.Name),
});
