import type { EmbeddedContext } from '../../core/context.ts';
import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { roleOf } from '../model.ts';

/** GetCallerIdentity. AWS: «No permissions are required to perform this operation». */
export const getCallerIdentity = defineOperation({
  name: 'GetCallerIdentity',
  authorization: () => [],
  async run(context: EmbeddedContext, _input: object, { principal }: Call) {
    if (principal.roleArn === undefined) {
      return { UserId: principal.accountId, Account: principal.accountId, Arn: principal.arn };
    }
    const { RoleId } = await roleOf(context, principal.roleArn);
    const session = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
    return { UserId: `${RoleId}:${session}`, Account: principal.accountId, Arn: principal.arn };
  },
});
