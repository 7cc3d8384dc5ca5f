import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { invalidParameter } from '../errors.ts';
import { changeFunction } from '../functions/changes.ts';
import type { QualifiedReference } from '../functions/qualified.ts';
import type { LambdaState } from '../state.ts';

/** DeleteFunction: a function with all its versions, or one version of it. */
export const deleteFunction = defineOperation({
  name: 'DeleteFunction',
  authorization: onFunction('DeleteFunction'),
  http: {
    method: 'DELETE',
    path: '/2015-03-31/functions/{FunctionName}',
    query: { Qualifier: 'Qualifier' },
    status: 204,
  },
  async run(state: LambdaState, { FunctionName, Qualifier }: QualifiedReference) {
    const { functions, invocations } = state;
    const { record, configuration } = functions.resolve(FunctionName, Qualifier);
    if (Qualifier !== undefined) {
      if (configuration.Version === '$LATEST') {
        throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
      }
      const versions = record.versions.filter((version) => version !== configuration);
      changeFunction(state, record, { versions });
    } else {
      functions.records.delete(configuration.FunctionName);
    }
    await invocations.retire(configuration.FunctionArn);
    return {};
  },
});
