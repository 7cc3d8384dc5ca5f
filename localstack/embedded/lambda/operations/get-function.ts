import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { codeLocation } from '../code/location.ts';
import { type QualifiedReference, qualified } from '../functions/qualified.ts';
import type { LambdaState } from '../state.ts';

/** GetFunction: a function with where its code can be fetched. */
export const getFunction = defineOperation({
  name: 'GetFunction',
  authorization: onFunction('GetFunction'),
  http: { method: 'GET', path: '/2015-03-31/functions/{FunctionName}', query: { Qualifier: 'Qualifier' } },
  run({ context, functions }: LambdaState, { FunctionName, Qualifier }: QualifiedReference) {
    const { record, configuration } = functions.resolve(FunctionName, Qualifier);
    return {
      Configuration: qualified(configuration, Qualifier),
      Code: { RepositoryType: 'S3', Location: codeLocation(context, configuration.CodeSha256) },
      ...(Object.keys(record.tags).length > 0 ? { Tags: record.tags } : {}),
      ...(record.reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency } }),
    };
  },
});
