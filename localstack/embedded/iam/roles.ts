import { encodeRfc3986 } from '../protocol/canonical.ts';
import { describeBoundary } from './boundaries.ts';
import type { Role, RoleInput } from './model.ts';
import { checkPolicyDocument } from './policy-document.ts';
import type { IamStore } from './store.ts';
import { requiredName } from './validation.ts';

/** Trust policies above this many characters need a raised quota on AWS. */
const TRUST_POLICY_LIMIT = 2048;

/** The role that an input names. Throws ValidationError or NoSuchEntity. */
export function roleOf(store: IamStore, { RoleName }: RoleInput): Role {
  return store.role(requiredName(RoleName, 'roleName', 64));
}

/** The text of a trust policy. Throws MalformedPolicyDocument or LimitExceeded. */
export function checkTrustPolicy(document: unknown, roleName: string): string {
  return checkPolicyDocument(document, 'trust', TRUST_POLICY_LIMIT, `role ${roleName}`);
}

/** A role as GetRole shows it. */
export function describeRole(role: Role) {
  return {
    ...listedRole(role),
    Tags: role.tags.length > 0 ? role.tags : undefined,
    PermissionsBoundary: describeBoundary(role),
    RoleLastUsed: {},
  };
}

/** A role in a list, where IAM leaves out its boundary, its tags and when it was last used. */
export function listedRole(role: Role) {
  return {
    Path: role.Path,
    RoleName: role.RoleName,
    RoleId: role.RoleId,
    Arn: role.Arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeRfc3986(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}
