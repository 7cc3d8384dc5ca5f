import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import type { FunctionReference } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** GetFunctionConcurrency: the concurrency that a function reserves. */
export const getFunctionConcurrency = defineOperation({
  name: 'GetFunctionConcurrency',
  authorization: onFunction('GetFunctionConcurrency'),
  http: { method: 'GET', path: '/2019-09-30/functions/{FunctionName}/concurrency' },
  run({ functions }: LambdaState, { FunctionName }: FunctionReference) {
    const { reservedConcurrency } = functions.get(FunctionName);
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
});
