import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { LambdaState } from '../state.ts';

interface ListVersionsByFunctionInput extends PageInput {
  readonly FunctionName: string;
}

/** ListVersionsByFunction: `$LATEST` and the versions of a function. */
export const listVersionsByFunction = defineOperation({
  name: 'ListVersionsByFunction',
  authorization: onFunction('ListVersionsByFunction'),
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/versions', query: PAGE_QUERY },
  run({ functions }: LambdaState, input: ListVersionsByFunctionInput) {
    const { configuration, versions } = functions.get(input.FunctionName);
    const latest = { ...configuration, FunctionArn: `${configuration.FunctionArn}:$LATEST` };
    const { items, NextMarker } = page([latest, ...versions], input);
    return { Versions: items, NextMarker };
  },
});
