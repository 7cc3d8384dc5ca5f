import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { findInvokeConfig } from '../events/invoke-config.ts';
import type { FunctionReference } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** DeleteFunctionEventInvokeConfig: leaves asynchronous events to the defaults. */
export const deleteFunctionEventInvokeConfig = defineOperation({
  name: 'DeleteFunctionEventInvokeConfig',
  authorization: onFunction('DeleteFunctionEventInvokeConfig'),
  http: {
    method: 'DELETE',
    path: '/2019-09-25/functions/{FunctionName}/event-invoke-config',
    query: { Qualifier: 'Qualifier' },
    status: 204,
  },
  run(state: LambdaState, { FunctionName }: FunctionReference) {
    const { functions } = state;
    findInvokeConfig(state, FunctionName);
    const { eventInvokeConfig: _ended, ...record } = functions.get(FunctionName);
    functions.records.set(record.configuration.FunctionName, record);
    return {};
  },
});
