import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import type { FunctionReference } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** GetFunctionRecursionConfig: that AWS ends recursive loops, as it does by default. */
export const getFunctionRecursionConfig = defineOperation({
  name: 'GetFunctionRecursionConfig',
  authorization: onFunction('GetFunctionRecursionConfig'),
  http: { method: 'GET', path: '/2024-08-31/functions/{FunctionName}/recursion-config' },
  run({ functions }: LambdaState, { FunctionName }: FunctionReference) {
    functions.get(FunctionName);
    return { RecursiveLoop: 'Terminate' };
  },
});
