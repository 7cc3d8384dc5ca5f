import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { PAGE_QUERY, type PageInput, page } from '../paging.ts';
import type { LambdaState } from '../state.ts';

interface ListFunctionEventInvokeConfigsInput extends PageInput {
  readonly FunctionName: string;
}

/** ListFunctionEventInvokeConfigs: the one that a function has, or none. */
export const listFunctionEventInvokeConfigs = defineOperation({
  name: 'ListFunctionEventInvokeConfigs',
  authorization: onFunction('ListFunctionEventInvokeConfigs'),
  http: {
    method: 'GET',
    path: '/2019-09-25/functions/{FunctionName}/event-invoke-config/list',
    query: PAGE_QUERY,
  },
  run({ functions }: LambdaState, input: ListFunctionEventInvokeConfigsInput) {
    const { eventInvokeConfig } = functions.get(input.FunctionName);
    const { items, NextMarker } = page(eventInvokeConfig ? [eventInvokeConfig] : [], input);
    return { FunctionEventInvokeConfigs: items, NextMarker };
  },
});
