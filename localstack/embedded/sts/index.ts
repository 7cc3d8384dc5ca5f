import type { EmbeddedContext } from '../core/context.ts';
import { roleSession } from '../core/credentials.ts';
import { AwsError, notImplemented } from '../core/errors.ts';
import type { Call, Principal, Service } from '../core/service.ts';
import { authorization } from './authorization.ts';

interface AssumeRoleInput {
  readonly RoleArn?: string;
  readonly RoleSessionName?: string;
  /** Seconds, as text: the query protocol has no numbers. */
  readonly DurationSeconds?: string | number;
  /** These narrow or mark a session, which is not evaluated here: they are refused. */
  readonly Policy?: unknown;
  readonly PolicyArns?: unknown;
  readonly Tags?: unknown;
  readonly SerialNumber?: unknown;
}

interface RoleDescription {
  readonly Role: { readonly RoleId: string; readonly Arn: string; readonly MaxSessionDuration: number };
}

/** STS: who a caller is, and temporary credentials of a role. */
export function createStsService(context: EmbeddedContext): Service {
  const roleNamed = async (arn: string) => {
    const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
    return (await context.call<RoleDescription>('iam', 'GetRole', { RoleName }, context.root)).Role;
  };

  async function assumeRole(input: AssumeRoleInput, { principal }: Call) {
    for (const member of ['Policy', 'PolicyArns', 'Tags', 'SerialNumber'] as const) {
      if (input[member] !== undefined) throw notImplemented('sts', `AssumeRole with ${member}`);
    }
    const roleArn = validArn(input.RoleArn);
    const sessionName = validSessionName(input.RoleSessionName);
    const role = await roleNamed(roleArn).catch(() => undefined);
    if (role?.Arn !== roleArn) throw mayNotAssume(principal, roleArn);
    const seconds = validDuration(input.DurationSeconds, role.MaxSessionDuration);
    const issued = context.credentials.assumeRole(roleArn, sessionName, seconds * 1000);
    return {
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        SecretAccessKey: issued.secretAccessKey,
        SessionToken: issued.sessionToken,
        Expiration: new Date(issued.expiration ?? 0),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.RoleId}:${sessionName}`,
        Arn: roleSession(roleArn, sessionName).arn,
      },
    };
  }

  async function callerIdentity(_input: object, { principal }: Call) {
    if (principal.roleArn === undefined) {
      return { UserId: principal.accountId, Account: principal.accountId, Arn: principal.arn };
    }
    const { RoleId } = await roleNamed(principal.roleArn);
    const session = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
    return { UserId: `${RoleId}:${session}`, Account: principal.accountId, Arn: principal.arn };
  }

  return {
    name: 'sts',
    signingName: 'sts',
    protocols: ['query'],
    authorization,
    operations: { AssumeRole: assumeRole, GetCallerIdentity: callerIdentity },
  };
}

function validArn(arn: string | undefined): string {
  if (arn === undefined || !/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn)) {
    throw validationError(`${arn ?? ''} is invalid`);
  }
  return arn;
}

function validSessionName(name: string | undefined): string {
  if (name === undefined || !/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw validationError(
      `1 validation error detected: Value '${name ?? ''}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*, with a length of 2 to 64`,
    );
  }
  return name;
}

function validDuration(duration: string | number | undefined, longest: number): number {
  const seconds = duration === undefined ? 3600 : Number(duration);
  if (!Number.isInteger(seconds) || seconds < 900) {
    throw validationError(
      `1 validation error detected: Value '${duration}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    );
  }
  if (seconds > longest) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return seconds;
}

function mayNotAssume(principal: Principal, roleArn: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );
}

function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message, 400);
}
