import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { LambdaState } from '../state.ts';

interface ListAliasesInput extends PageInput {
  readonly FunctionName: string;
}

/** ListAliases: the aliases of a function. */
export const listAliases = defineOperation({
  name: 'ListAliases',
  authorization: onFunction('ListAliases'),
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/aliases', query: PAGE_QUERY },
  run({ functions }: LambdaState, input: ListAliasesInput) {
    const { items, NextMarker } = page(functions.get(input.FunctionName).aliases, input);
    return { Aliases: items, NextMarker };
  },
});
