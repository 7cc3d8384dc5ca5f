import { listOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { onBoundedRole, onRole } from '../authorization.ts';
import { boundaryOf } from '../boundaries.ts';
import { roleExists } from '../errors.ts';
import type { Role, RoleInput, Tag } from '../model.ts';
import { checkTrustPolicy, describeRole } from '../roles.ts';
import { type IamState, uniqueId } from '../store.ts';
import { pathOf, requiredName, sessionDurationOf, withTags } from '../validation.ts';

interface CreateRoleInput extends RoleInput {
  readonly Path?: string;
  readonly AssumeRolePolicyDocument?: string;
  readonly Description?: string;
  /** Seconds, as text: the query protocol has no numbers. */
  readonly MaxSessionDuration?: string | number;
  /** The ARN of a managed policy. */
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
}

/** CreateRole. */
export const createRole = defineOperation({
  name: 'CreateRole',
  authorization: (input, place, state: IamState) => [
    ...onBoundedRole('CreateRole')(input, place, state),
    ...(listOf(input.Tags).length > 0 ? onRole('TagRole')(input, place, state) : []),
  ],
  run({ context, store }: IamState, input: CreateRoleInput) {
    const name = requiredName(input.RoleName, 'roleName', 64);
    const path = pathOf(input.Path);
    const trustPolicy = checkTrustPolicy(input.AssumeRolePolicyDocument, name);
    if (store.roles.has(name)) throw roleExists(name);
    const role: Role = {
      RoleName: name,
      RoleId: uniqueId(context, 'AROA'),
      Arn: `arn:aws:iam::${context.accountId}:role${path}${name}`,
      Path: path,
      createdAt: context.clock.now(),
      trustPolicy,
      maxSessionDuration: sessionDurationOf(input.MaxSessionDuration),
      tags: withTags([], input.Tags),
      inline: {},
      attached: [],
      ...(input.PermissionsBoundary === undefined
        ? {}
        : { boundary: boundaryOf(store, input.PermissionsBoundary) }),
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    store.replace(role);
    return { Role: describeRole(role) };
  },
});
