import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { LambdaState } from '../state.ts';

interface ListFunctionsInput extends PageInput {
  /** `ALL` for the versions too. */
  readonly FunctionVersion?: string;
}

/** ListFunctions: the functions, with all their versions where those are asked for. */
export const listFunctions = defineOperation({
  name: 'ListFunctions',
  authorization: onAll('ListFunctions'),
  http: {
    method: 'GET',
    path: '/2015-03-31/functions',
    query: { ...PAGE_QUERY, FunctionVersion: 'FunctionVersion' },
  },
  run({ functions }: LambdaState, input: ListFunctionsInput) {
    const all = [...functions.records.values()].flatMap(({ configuration, versions }) =>
      input.FunctionVersion === 'ALL' ? [configuration, ...versions] : [configuration],
    );
    const { items, NextMarker } = page(all, input);
    return { Functions: items, NextMarker };
  },
});
