import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { ClientClass, StartedEmbedded } from './embedded.ts';
import { uniqueName } from './unique-name.ts';

/** A statement of a policy. */
export interface PolicyStatement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: object;
}

/** A policy's text; statements allow unless they say otherwise. */
export function policyOf(...statements: readonly PolicyStatement[]): string {
  const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** Who may take a role: a service by name, or whatever the Principal element says. */
export function trustOf(principal: unknown, Condition?: object): string {
  const Principal = typeof principal === 'string' ? { Service: principal } : principal;
  return policyOf({ Action: 'sts:AssumeRole', Principal, ...(Condition ? { Condition } : {}) });
}

/** A role that a service may take, with one inline policy `grants`; its ARN. */
export async function aRole(
  aws: StartedEmbedded,
  statements: readonly PolicyStatement[],
  trust = trustOf('lambda.amazonaws.com'),
  RoleName = uniqueName('role'),
): Promise<string> {
  const iam = aws.client(IAMClient);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  if (statements.length > 0) await grant(aws, Role?.Arn ?? '', ...statements);
  return Role?.Arn ?? '';
}

/** Replaces what the role may do. */
export async function grant(
  aws: StartedEmbedded,
  roleArn: string,
  ...statements: readonly PolicyStatement[]
): Promise<void> {
  const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const input = { RoleName, PolicyName: 'grants', PolicyDocument: policyOf(...statements) };
  await aws.client(IAMClient).send(new PutRolePolicyCommand(input));
}

/** A client that signs as the role. */
export function clientOf<Client>(
  aws: StartedEmbedded,
  roleArn: string,
  Client: ClientClass<Client>,
  overrides: Readonly<Record<string, unknown>> = {},
): Client {
  const { accessKeyId, secretAccessKey, sessionToken } = aws.context.credentials.assumeRole(
    roleArn,
    'session',
  );
  return aws.client(Client, { ...overrides, credentials: { accessKeyId, secretAccessKey, sessionToken } });
}
