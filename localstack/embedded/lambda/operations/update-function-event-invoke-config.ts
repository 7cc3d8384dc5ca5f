import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { findInvokeConfig, type InvokeConfigInput, putInvokeConfig } from '../events/invoke-config.ts';
import type { LambdaState } from '../state.ts';

/** UpdateFunctionEventInvokeConfig: changes the members that are sent. */
export const updateFunctionEventInvokeConfig = defineOperation({
  name: 'UpdateFunctionEventInvokeConfig',
  authorization: onFunction('UpdateFunctionEventInvokeConfig'),
  http: {
    method: 'POST',
    path: '/2019-09-25/functions/{FunctionName}/event-invoke-config',
    query: { Qualifier: 'Qualifier' },
  },
  run(state: LambdaState, input: InvokeConfigInput) {
    const known = findInvokeConfig(state, input.FunctionName);
    return putInvokeConfig(state, 'UpdateFunctionEventInvokeConfig', input, known);
  },
});
