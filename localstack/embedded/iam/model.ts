import type { EmbeddedContext } from '../core/context.ts';
import type { Collection } from '../storage/storage.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { noSuchPolicy, noSuchRole } from './errors.ts';

/** A key and value on a role or policy. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** A role as it is kept; documents are the JSON text that was given. */
export interface Role {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly Path: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly trustPolicy: string;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: readonly Tag[];
  /** Inline policies by name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of attached managed policies. */
  readonly attached: readonly string[];
  /** The ARN of the managed policy that bounds what the others can give; absent: unbounded. */
  readonly boundary?: string;
}

/** A managed policy. Versions are kept in order; the last one that was made default is in force. */
export interface ManagedPolicy {
  readonly PolicyName: string;
  readonly PolicyId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
  readonly versions: readonly {
    readonly id: string;
    readonly document: string;
    readonly createdAt: number;
  }[];
  readonly defaultVersion: string;
}

/** What IAM remembers. The names of the collections are read by the authorizer too. */
export interface IamStore {
  readonly roles: Collection<Role>;
  readonly policies: Collection<ManagedPolicy>;
  /** Throws NoSuchEntity. */
  role(name: string): Role;
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
