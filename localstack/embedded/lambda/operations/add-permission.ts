import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { conflict, validationFailed } from '../errors.ts';
import { changeFunction } from '../functions/changes.ts';
import type { FunctionRecord, PolicyStatement } from '../model.ts';
import type { LambdaState } from '../state.ts';

interface AddPermissionInput {
  readonly FunctionName: string;
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly Qualifier?: string;
}

/** AddPermission: adds a statement to a function's resource policy. */
export const addPermission = defineOperation({
  name: 'AddPermission',
  authorization: onFunction('AddPermission'),
  http: {
    method: 'POST',
    path: '/2015-03-31/functions/{FunctionName}/policy',
    query: { Qualifier: 'Qualifier' },
    status: 201,
  },
  run(state: LambdaState, input: AddPermissionInput) {
    const record = state.functions.get(input.FunctionName);
    if (!/^[a-zA-Z0-9-_]+$/.test(input.StatementId)) {
      throw validationFailed(
        `Value '${input.StatementId}' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)`,
      );
    }
    if (record.policy.some(({ Sid }) => Sid === input.StatementId)) {
      throw conflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const statement = makeStatement(record, input);
    changeFunction(state, record, {
      policy: [...record.policy, statement],
      policyRevision: state.context.random.uuid(),
    });
    return { Statement: JSON.stringify(statement) };
  },
});

function makeStatement(record: FunctionRecord, input: AddPermissionInput): PolicyStatement {
  const { FunctionArn } = record.configuration;
  const condition = {
    ...(input.SourceAccount ? { StringEquals: { 'AWS:SourceAccount': input.SourceAccount } } : {}),
    ...(input.SourceArn ? { ArnLike: { 'AWS:SourceArn': input.SourceArn } } : {}),
  };
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: input.Qualifier ? `${FunctionArn}:${input.Qualifier}` : FunctionArn,
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
}

function principalOf(principal: string): PolicyStatement['Principal'] {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}
