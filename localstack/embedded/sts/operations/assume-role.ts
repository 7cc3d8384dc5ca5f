import { textOf } from '../../core/authorization.ts';
import type { EmbeddedContext } from '../../core/context.ts';
import { roleSession } from '../../core/credentials.ts';
import { notImplemented } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { stsErrors } from '../errors.ts';
import { roleOf } from '../model.ts';

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

/** AssumeRole: temporary credentials of a role. */
export const assumeRole = defineOperation({
  name: 'AssumeRole',
  authorization: ({ RoleArn, RoleSessionName, ExternalId }) => [
    {
      action: 'sts:AssumeRole',
      resource: textOf(RoleArn),
      conditions: {
        'sts:rolesessionname': textOf(RoleSessionName) || undefined,
        'sts:externalid': textOf(ExternalId) || undefined,
      },
    },
  ],
  async run(context: EmbeddedContext, input: AssumeRoleInput, { principal }: Call) {
    for (const member of ['Policy', 'PolicyArns', 'Tags', 'SerialNumber'] as const) {
      if (input[member] !== undefined) throw notImplemented('sts', `AssumeRole with ${member}`);
    }
    const roleArn = validArn(input.RoleArn);
    const sessionName = validSessionName(input.RoleSessionName);
    const role = await roleOf(context, roleArn).catch(() => undefined);
    if (role?.Arn !== roleArn) throw stsErrors.mayNotAssume(principal, roleArn);
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
  },
});

function validArn(arn: string | undefined): string {
  if (arn === undefined || !/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn)) {
    throw stsErrors.validation(`${arn ?? ''} is invalid`);
  }
  return arn;
}

function validSessionName(name: string | undefined): string {
  if (name === undefined || !/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw stsErrors.validation(
      `1 validation error detected: Value '${name ?? ''}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*, with a length of 2 to 64`,
    );
  }
  return name;
}

function validDuration(duration: string | number | undefined, longest: number): number {
  const seconds = duration === undefined ? 3600 : Number(duration);
  if (!Number.isInteger(seconds) || seconds < 900) {
    throw stsErrors.validation(
      `1 validation error detected: Value '${duration}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    );
  }
  if (seconds > longest) {
    throw stsErrors.validation(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
}
