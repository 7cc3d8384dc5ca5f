import type { EmbeddedContext } from '../core/context.ts';
import type { Collection } from '../storage/storage.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { noSuchPolicy, noSuchRole } from './errors.ts';
import type { ManagedPolicy, Role } from './model.ts';

/** What IAM's operations work on. */
export interface IamState {
  readonly context: EmbeddedContext;
  readonly store: IamStore;
}

/** What IAM remembers. The names of the collections are read by the authorizer too. */
export interface IamStore {
  readonly roles: Collection<Role>;
  readonly policies: Collection<ManagedPolicy>;
  /** Throws NoSuchEntity. */
  role(name: string): Role;
  /** Keeps a role in place of the one of the same name; the enforcer sees by the new record that it changed. */
  replace(role: Role): void;
  /** Whether there is such a policy, of this account or of AWS's own. */
  hasPolicy(arn: string): boolean;
  /** A policy of this account or one of AWS's own. Throws NoSuchEntity. */
  policy(arn: string): ManagedPolicy;
}

/** Opens IAM's collections: `iam/roles` by name, `iam/policies` by ARN. */
export function openIamStore(context: Pick<EmbeddedContext, 'storage'>): IamStore {
  const roles = context.storage.collection<Role>('iam/roles');
  const policies = context.storage.collection<ManagedPolicy>('iam/policies');
  return {
    roles,
    policies,
    role(name) {
      const role = roles.get(name);
      if (!role) throw noSuchRole(name);
      return role;
    },
    replace(role) {
      roles.set(role.RoleName, role);
    },
    hasPolicy: (arn) => policies.has(arn) || awsManagedPolicies.has(arn),
    policy(arn) {
      const policy = policies.get(arn) ?? awsManagedPolicies.get(arn);
      if (!policy) throw noSuchPolicy(arn);
      return policy;
    },
  };
}

/** An id as IAM makes them, e.g. `AROA` and 17 letters and digits. */
export function uniqueId(context: Pick<EmbeddedContext, 'random'>, prefix: string): string {
  return `${prefix}${context.random.id(17).toUpperCase()}`;
}
