import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { findInvokeConfig } from '../events/invoke-config.ts';
import type { FunctionReference } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** GetFunctionEventInvokeConfig: how asynchronous events are retried, and where failed ones go. */
export const getFunctionEventInvokeConfig = defineOperation({
  name: 'GetFunctionEventInvokeConfig',
  authorization: onFunction('GetFunctionEventInvokeConfig'),
  http: {
    method: 'GET',
    path: '/2019-09-25/functions/{FunctionName}/event-invoke-config',
    query: { Qualifier: 'Qualifier' },
  },
  run: (state: LambdaState, { FunctionName }: FunctionReference) => findInvokeConfig(state, FunctionName),
});
