import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { notFound } from '../errors.ts';
import { changeFunction } from '../functions/changes.ts';
import type { LambdaState } from '../state.ts';

interface RemovePermissionInput {
  readonly FunctionName: string;
  readonly StatementId: string;
}

/** RemovePermission: takes a statement from a function's resource policy. */
export const removePermission = defineOperation({
  name: 'RemovePermission',
  authorization: onFunction('RemovePermission'),
  http: {
    method: 'DELETE',
    path: '/2015-03-31/functions/{FunctionName}/policy/{StatementId}',
    query: { Qualifier: 'Qualifier' },
    status: 204,
  },
  run(state: LambdaState, { FunctionName, StatementId }: RemovePermissionInput) {
    const record = state.functions.get(FunctionName);
    const policy = record.policy.filter(({ Sid }) => Sid !== StatementId);
    if (policy.length === record.policy.length) {
      throw notFound(`Statement ${StatementId} is not found in resource policy.`);
    }
    changeFunction(state, record, { policy, policyRevision: state.context.random.uuid() });
    return {};
  },
});
