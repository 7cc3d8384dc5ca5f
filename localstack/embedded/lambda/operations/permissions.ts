import type { ResourcePolicy } from '../../core/authorization.ts';
import { conflict, notFound, validationFailed } from '../errors.ts';
import { type FunctionStore, parseReference } from '../functions.ts';
import type { FunctionRecord, PolicyStatement } from '../model.ts';
import { change, type LambdaRoom } from '../room.ts';

interface AddInput {
  readonly FunctionName: string;
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly Qualifier?: string;
}

/** AddPermission, RemovePermission and GetPolicy: the function's resource policy. */
export function permissionOperations(room: LambdaRoom) {
  return {
    AddPermission(input: AddInput) {
      const record = room.functions.get(input.FunctionName);
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
      change(room, record, {
        policy: [...record.policy, statement],
        policyRevision: room.context.random.uuid(),
      });
      return { Statement: JSON.stringify(statement) };
    },
    RemovePermission({
      FunctionName,
      StatementId,
    }: {
      readonly FunctionName: string;
      readonly StatementId: string;
    }) {
      const record = room.functions.get(FunctionName);
      const policy = record.policy.filter(({ Sid }) => Sid !== StatementId);
      if (policy.length === record.policy.length) {
        throw notFound(`Statement ${StatementId} is not found in resource policy.`);
      }
      change(room, record, { policy, policyRevision: room.context.random.uuid() });
      return {};
    },
    GetPolicy({ FunctionName }: { readonly FunctionName: string }) {
      const { policy, policyRevision } = room.functions.get(FunctionName);
      if (policy.length === 0) throw notFound('The resource you requested does not exist.');
      const document = { Version: '2012-10-17', Id: 'default', Statement: policy };
      return { Policy: JSON.stringify(document), RevisionId: policyRevision };
    },
  };
}

function makeStatement(record: FunctionRecord, input: AddInput): PolicyStatement {
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

/** The function's resource policy by the ARN of the function, or of one of its versions or aliases. */
export function policyOf(functions: FunctionStore, arn: string): ResourcePolicy | undefined {
  if (!arn.includes(':function:')) return undefined;
  const policy = functions.records.get(parseReference(arn).name)?.policy ?? [];
  return policy.length > 0 ? { Statement: policy } : undefined;
}
