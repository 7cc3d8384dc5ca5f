import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { notFound } from '../errors.ts';
import type { FunctionReference } from '../model.ts';
import type { LambdaState } from '../state.ts';

/** GetPolicy: a function's resource policy. */
export const getPolicy = defineOperation({
  name: 'GetPolicy',
  authorization: onFunction('GetPolicy'),
  http: {
    method: 'GET',
    path: '/2015-03-31/functions/{FunctionName}/policy',
    query: { Qualifier: 'Qualifier' },
  },
  run({ functions }: LambdaState, { FunctionName }: FunctionReference) {
    const { policy, policyRevision } = functions.get(FunctionName);
    if (policy.length === 0) throw notFound('The resource you requested does not exist.');
    const document = { Version: '2012-10-17', Id: 'default', Statement: policy };
    return { Policy: JSON.stringify(document), RevisionId: policyRevision };
  },
});
