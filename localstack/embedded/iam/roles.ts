import type { EmbeddedContext } from '../core/context.ts';
import type { Operation } from '../core/service.ts';
import { encodeRfc3986 } from '../protocol/canonical.ts';
import { boundaryOf, describeBoundary } from './boundaries.ts';
import { deleteConflict, roleExists } from './errors.ts';
import { type IamStore, type Role, type Tag, uniqueId } from './model.ts';
import { checkPolicyDocument } from './policy-document.ts';
import { pathOf, requiredName, sessionDurationOf, withTags } from './validation.ts';

interface RoleInput {
  readonly RoleName?: string;
}

interface RoleSettings extends RoleInput {
  readonly Description?: string;
  /** Seconds, as text: the query protocol has no numbers. */
  readonly MaxSessionDuration?: string | number;
}

interface CreateRoleInput extends RoleSettings {
  readonly Path?: string;
  readonly AssumeRolePolicyDocument?: string;
  /** The ARN of a managed policy. */
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
}

/** Trust policies above this many characters need a raised quota on AWS. */
const TRUST_POLICY_LIMIT = 2048;

/** The operations on roles themselves. */
export function roleOperations(context: EmbeddedContext, store: IamStore): Record<string, Operation> {
  const roleOf = (input: RoleInput) => store.role(requiredName(input.RoleName, 'roleName', 64));
  const replace = (role: Role) => store.roles.set(role.RoleName, role);

  return {
    CreateRole(input: CreateRoleInput) {
      const name = requiredName(input.RoleName, 'roleName', 64);
      const path = pathOf(input.Path);
      const trustPolicy = checkTrust(input.AssumeRolePolicyDocument, name);
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
      replace(role);
      return { Role: describe(role) };
    },
    GetRole: (input: RoleInput) => ({ Role: describe(roleOf(input)) }),
    ListRoles: (input: { PathPrefix?: string }) => ({
      Roles: [...store.roles.values()]
        .filter((role) => role.Path.startsWith(input.PathPrefix ?? '/'))
        .map(listed),
      IsTruncated: false,
    }),
    UpdateRole(input: RoleSettings) {
      const role = roleOf(input);
      replace({
        ...role,
        ...(input.Description === undefined ? {} : { description: input.Description }),
        maxSessionDuration: sessionDurationOf(input.MaxSessionDuration),
      });
      return {};
    },
    UpdateAssumeRolePolicy(input: RoleInput & { PolicyDocument?: string }) {
      const role = roleOf(input);
      replace({ ...role, trustPolicy: checkTrust(input.PolicyDocument, role.RoleName) });
      return {};
    },
    DeleteRole(input: RoleInput) {
      const role = roleOf(input);
      if (role.attached.length > 0)
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      if (Object.keys(role.inline).length > 0)
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      store.roles.delete(role.RoleName);
      return {};
    },
    TagRole(input: RoleInput & { Tags?: readonly Tag[] }) {
      const role = roleOf(input);
      replace({ ...role, tags: withTags(role.tags, input.Tags) });
      return {};
    },
    UntagRole(input: RoleInput & { TagKeys?: readonly string[] }) {
      const role = roleOf(input);
      replace({ ...role, tags: role.tags.filter((tag) => !input.TagKeys?.includes(tag.Key)) });
      return {};
    },
    ListRoleTags: (input: RoleInput) => ({ Tags: roleOf(input).tags, IsTruncated: false }),
    ListInstanceProfilesForRole(input: RoleInput) {
      roleOf(input);
      return { InstanceProfiles: [], IsTruncated: false };
    },
  };
}

function checkTrust(document: unknown, roleName: string): string {
  return checkPolicyDocument(document, 'trust', TRUST_POLICY_LIMIT, `role ${roleName}`);
}

/** A role as GetRole shows it. */
function describe(role: Role) {
  return {
    ...listed(role),
    Tags: role.tags.length > 0 ? role.tags : undefined,
    PermissionsBoundary: describeBoundary(role),
    RoleLastUsed: {},
  };
}

/** A role in a list, where IAM leaves out its boundary, its tags and when it was last used. */
function listed(role: Role) {
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
