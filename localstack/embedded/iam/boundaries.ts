import { noSuchBoundary } from './errors.ts';
import type { Role } from './model.ts';
import type { IamStore } from './store.ts';
import { requiredArn } from './validation.ts';

// Permissions boundaries: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html

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
