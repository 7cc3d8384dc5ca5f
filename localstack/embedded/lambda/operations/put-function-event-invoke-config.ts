import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { type InvokeConfigInput, putInvokeConfig } from '../events/invoke-config.ts';
import type { LambdaState } from '../state.ts';

/** PutFunctionEventInvokeConfig: how asynchronous events are retried, and where failed ones go. */
export const putFunctionEventInvokeConfig = defineOperation({
  name: 'PutFunctionEventInvokeConfig',
  authorization: onFunction('PutFunctionEventInvokeConfig'),
  http: {
    method: 'PUT',
    path: '/2019-09-25/functions/{FunctionName}/event-invoke-config',
    query: { Qualifier: 'Qualifier' },
  },
  run: (state: LambdaState, input: InvokeConfigInput) =>
    putInvokeConfig(state, 'PutFunctionEventInvokeConfig', input, {}),
});
