import { compilePolicy, type Policy } from '../evaluation/policy.ts';
import type { ManagedPolicy, Role } from '../model.ts';
import type { IamStore } from '../store.ts';

/** The policies of roles, ready to be asked; prepared once for each state of a role. */
export interface IdentityPolicies {
  /** None for a role that does not exist. */
  of(roleArn: string): readonly Policy[];
  /** The role's permissions boundary; undefined where it has none. */
  boundaryOf(roleArn: string): Policy | undefined;
  /** The role's trust policy; undefined for a role that does not exist. */
  trustOf(roleArn: string): Policy | undefined;
  role(roleArn: string): Role | undefined;
}

interface Prepared {
  readonly policies: readonly Policy[];
  readonly managed: readonly ManagedPolicy[];
}

/**
 * Records are replaced and never changed in place, so what was prepared belongs to the record itself: a change of a
 * role is seen at once, and an unchanged one is never read again.
 */
export function createIdentityPolicies(store: IamStore): IdentityPolicies {
  const prepared = new WeakMap<Role, Prepared>();
  const boundaries = new WeakMap<ManagedPolicy, Policy>();
  const trusts = new WeakMap<Role, Policy>();

  function role(roleArn: string): Role | undefined {
    const found = store.roles.get(roleArn.slice(roleArn.lastIndexOf('/') + 1));
    return found?.Arn === roleArn ? found : undefined;
  }

  function prepare(of: Role): Prepared {
    const managed = of.attached.map((arn) => store.policy(arn));
    const inline = Object.entries(of.inline).map(([name, document]) => compilePolicy(document, name));
    const attached = managed.map((policy) => compilePolicy(documentOf(policy), policy.Arn));
    const made = { policies: [...inline, ...attached], managed };
    prepared.set(of, made);
    return made;
  }

  return {
    role,
    of(roleArn) {
      const found = role(roleArn);
      if (!found) return [];
      const known = prepared.get(found);
      const fresh = known?.managed.every((policy) => store.policy(policy.Arn) === policy);
      return (fresh && known ? known : prepare(found)).policies;
    },
    boundaryOf(roleArn) {
      const arn = role(roleArn)?.boundary;
      if (arn === undefined) return undefined;
      const policy = store.policy(arn);
      let boundary = boundaries.get(policy);
      if (!boundary) {
        boundary = compilePolicy(documentOf(policy), arn);
        boundaries.set(policy, boundary);
      }
      return boundary;
    },
    trustOf(roleArn) {
      const found = role(roleArn);
      if (!found) return undefined;
      let trust = trusts.get(found);
      if (!trust) {
        trust = compilePolicy(found.trustPolicy, 'the trust policy');
        trusts.set(found, trust);
      }
      return trust;
    },
  };
}

function documentOf(policy: ManagedPolicy): string {
  const version = policy.versions.find(({ id }) => id === policy.defaultVersion);
  if (!version) throw new Error(`The policy ${policy.Arn} has no version ${policy.defaultVersion}.`);
  return version.document;
}
