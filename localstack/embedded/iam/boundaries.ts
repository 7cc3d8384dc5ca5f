import type { Operation } from '../core/service.ts';
import { noBoundary, noSuchBoundary } from './errors.ts';
import type { IamStore, Role } from './model.ts';
import { requiredArn } from './role-policies.ts';
import { requiredName } from './validation.ts';

interface BoundaryInput {
  readonly RoleName?: string;
  readonly PermissionsBoundary?: string;
}

/**
 * The operations on a role's permissions boundary.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryOperations(store: IamStore): Record<string, Operation> {
  const roleOf = (input: BoundaryInput) => store.role(requiredName(input.RoleName, 'roleName', 64));
  return {
    PutRolePermissionsBoundary(input: BoundaryInput) {
      const role = roleOf(input);
      const boundary = boundaryOf(store, input.PermissionsBoundary);
      store.roles.set(role.RoleName, { ...role, boundary });
      return {};
    },
    DeleteRolePermissionsBoundary(input: BoundaryInput) {
      const { boundary, ...role } = roleOf(input);
      if (boundary === undefined) throw noBoundary(role.RoleName);
      store.roles.set(role.RoleName, role);
      return {};
    },
  };
}

/** The ARN of a policy that can be a boundary. Throws ValidationError for no ARN, NoSuchEntity for one of nothing. */
export function boundaryOf(store: IamStore, arn: unknown): string {
  const required = requiredArn(arn);
  if (!store.hasPolicy(required)) throw noSuchBoundary(required);
  return required;
}

/** How many roles a policy bounds. */
export function boundaryUsage(store: IamStore, arn: string): number {
  return [...store.roles.values()].filter(({ boundary }) => boundary === arn).length;
}

/** The boundary as IAM describes it; IAM answers `Policy` where its API model says `PermissionsBoundaryPolicy`. */
export function describeBoundary({ boundary }: Role) {
  return (
    boundary && {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: boundary,
    }
  );
}
