import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { type QualifiedReference, qualified } from '../functions/qualified.ts';
import type { LambdaState } from '../state.ts';

/** GetFunctionConfiguration: the configuration of a function, a version or an alias. */
export const getFunctionConfiguration = defineOperation({
  name: 'GetFunctionConfiguration',
  authorization: onFunction('GetFunctionConfiguration'),
  http: {
    method: 'GET',
    path: '/2015-03-31/functions/{FunctionName}/configuration',
    query: { Qualifier: 'Qualifier' },
  },
  run: ({ functions }: LambdaState, { FunctionName, Qualifier }: QualifiedReference) =>
    qualified(functions.resolve(FunctionName, Qualifier).configuration, Qualifier),
});
