import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import type { FunctionReference } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** GetFunctionCodeSigningConfig: that there is none: the name of the function alone. Terraform asks after each create. */
export const getFunctionCodeSigningConfig = defineOperation({
  name: 'GetFunctionCodeSigningConfig',
  authorization: onFunction('GetFunctionCodeSigningConfig'),
  http: { method: 'GET', path: '/2020-06-30/functions/{FunctionName}/code-signing-config' },
  run: ({ functions }: LambdaState, { FunctionName }: FunctionReference) => ({
    FunctionName: functions.get(FunctionName).configuration.FunctionName,
  }),
});
