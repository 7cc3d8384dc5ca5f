import { type Place, textOf } from '../core/authorization.ts';
import type { OperationDeclaration } from '../core/operation.ts';
import type { IamState, IamStore } from './store.ts';

// The permissions of https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
type NeedsOf = OperationDeclaration<IamState>['authorization'];

/** The permission `action` on the role that `RoleName` names. */
export const onRole =
  (action: string): NeedsOf =>
  ({ RoleName, Path }, place, { store }) => [
    { action: `iam:${action}`, resource: roleArn(store, textOf(RoleName), Path, place) },
  ];

/** As {@link onRole}; what gives or takes permissions is asked for the boundary that the role has or is to have. */
export const onBoundedRole =
  (action: string): NeedsOf =>
  (input, place, state) => {
    const boundary = input.PermissionsBoundary ?? state.store.roles.get(textOf(input.RoleName))?.boundary;
    const conditions = { 'iam:permissionsboundary': textOf(boundary) || undefined };
    return onRole(action)(input, place, state).map((need) => ({ ...need, conditions }));
  };

/** The permission `action` on the managed policy that `PolicyArn` names. */
export const onPolicy =
  (action: string): NeedsOf =>
  ({ PolicyArn }) => [{ action: `iam:${action}`, resource: textOf(PolicyArn) }];

/** A role's ARN holds its path, which only the role itself knows. */
function roleArn(store: IamStore, name: string, path: unknown, { accountId }: Place): string {
  return store.roles.get(name)?.Arn ?? `arn:aws:iam::${accountId}:role${textOf(path) || '/'}${name}`;
}
