import { type AuthorizationTable, listOf, type NeedsOf, type Place, textOf } from '../core/authorization.ts';
import type { IamStore } from './model.ts';

/**
 * A role's ARN holds its path, which only the role itself knows.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function iamAuthorization(store: IamStore): AuthorizationTable {
  const roleArn = (name: string, path: unknown, { accountId }: Place) =>
    store.roles.get(name)?.Arn ?? `arn:aws:iam::${accountId}:role${textOf(path) || '/'}${name}`;
  const onRole =
    (action: string): NeedsOf =>
    ({ RoleName, Path }, place) => [
      { action: `iam:${action}`, resource: roleArn(textOf(RoleName), Path, place) },
    ];
  const boundaryOf = (name: unknown) => store.roles.get(textOf(name))?.boundary;
  /** What gives or takes permissions is asked for the boundary that the role has or is to have. */
  const onBounded =
    (action: string): NeedsOf =>
    (input, place) => {
      const boundary = input.PermissionsBoundary ?? boundaryOf(input.RoleName);
      const conditions = { 'iam:permissionsboundary': textOf(boundary) || undefined };
      return onRole(action)(input, place).map((need) => ({ ...need, conditions }));
    };
  const onPolicy =
    (action: string): NeedsOf =>
    ({ PolicyArn }) => [{ action: `iam:${action}`, resource: textOf(PolicyArn) }];

  return {
    CreateRole: (input, place) => [
      ...onBounded('CreateRole')(input, place),
      ...(listOf(input.Tags).length > 0 ? onRole('TagRole')(input, place) : []),
    ],
    GetRole: onRole('GetRole'),
    ListRoles: () => [{ action: 'iam:ListRoles', resource: '*' }],
    UpdateRole: onRole('UpdateRole'),
    UpdateAssumeRolePolicy: onRole('UpdateAssumeRolePolicy'),
    DeleteRole: onRole('DeleteRole'),
    TagRole: onRole('TagRole'),
    UntagRole: onRole('UntagRole'),
    ListRoleTags: onRole('ListRoleTags'),
    ListInstanceProfilesForRole: onRole('ListInstanceProfilesForRole'),
    PutRolePolicy: onBounded('PutRolePolicy'),
    GetRolePolicy: onRole('GetRolePolicy'),
    ListRolePolicies: onRole('ListRolePolicies'),
    DeleteRolePolicy: onBounded('DeleteRolePolicy'),
    AttachRolePolicy: onBounded('AttachRolePolicy'),
    DetachRolePolicy: onBounded('DetachRolePolicy'),
    ListAttachedRolePolicies: onRole('ListAttachedRolePolicies'),
    PutRolePermissionsBoundary: onBounded('PutRolePermissionsBoundary'),
    DeleteRolePermissionsBoundary: onBounded('DeleteRolePermissionsBoundary'),
    CreatePolicy: ({ PolicyName, Path }, { accountId }) => [
      {
        action: 'iam:CreatePolicy',
        resource: `arn:aws:iam::${accountId}:policy${textOf(Path) || '/'}${textOf(PolicyName)}`,
      },
    ],
    GetPolicy: onPolicy('GetPolicy'),
    GetPolicyVersion: onPolicy('GetPolicyVersion'),
    ListPolicyVersions: onPolicy('ListPolicyVersions'),
    DeletePolicy: onPolicy('DeletePolicy'),
  };
}
