import type { EmbeddedContext } from '../core/context.ts';

/** What STS asks of IAM about a role. */
export interface RoleDescription {
  readonly RoleId: string;
  readonly Arn: string;
  /** Seconds. */
  readonly MaxSessionDuration: number;
}

/** The role with this ARN, as IAM describes it. Throws AwsError where IAM has none. */
export async function roleOf(context: EmbeddedContext, arn: string): Promise<RoleDescription> {
  const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
  const { Role } = await context.call<{ Role: RoleDescription }>(
    'iam',
    'GetRole',
    { RoleName },
    context.root,
  );
  return Role;
}
