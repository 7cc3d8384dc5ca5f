import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import type { FunctionReference } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** DeleteFunctionConcurrency: a function reserves nothing any more. */
export const deleteFunctionConcurrency = defineOperation({
  name: 'DeleteFunctionConcurrency',
  authorization: onFunction('DeleteFunctionConcurrency'),
  http: { method: 'DELETE', path: '/2017-10-31/functions/{FunctionName}/concurrency', status: 204 },
  run({ functions }: LambdaState, { FunctionName }: FunctionReference) {
    const { reservedConcurrency, ...record } = functions.get(FunctionName);
    if (reservedConcurrency !== undefined) {
      functions.records.set(record.configuration.FunctionName, record);
    }
    return {};
  },
});
