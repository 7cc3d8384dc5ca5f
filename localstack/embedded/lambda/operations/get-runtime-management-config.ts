import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import type { QualifiedReference } from '../functions/qualified.ts';
import type { LambdaState } from '../state.ts';

/** GetRuntimeManagementConfig: that AWS updates the runtime, as it does by default. */
export const getRuntimeManagementConfig = defineOperation({
  name: 'GetRuntimeManagementConfig',
  authorization: onFunction('GetRuntimeManagementConfig'),
  http: {
    method: 'GET',
    path: '/2021-07-20/functions/{FunctionName}/runtime-management-config',
    query: { Qualifier: 'Qualifier' },
  },
  run({ functions }: LambdaState, { FunctionName, Qualifier }: QualifiedReference) {
    const { configuration } = functions.resolve(FunctionName, Qualifier);
    return { UpdateRuntimeOn: 'Auto', FunctionArn: configuration.FunctionArn };
  },
});
