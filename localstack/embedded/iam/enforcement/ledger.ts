import type { Need } from '../../core/authorization.ts';
import type { Grant, Policy } from '../evaluation/policy.ts';

/** One grant of a role, and how often a call was allowed by it. */
export interface GrantUse extends Grant {
  readonly uses: number;
}

/** Something that a role asked for and was denied. */
export interface DeniedUse {
  readonly action: string;
  readonly resource: string;
  readonly operation: string;
  readonly calls: number;
}

/** What is recorded of one role. */
export interface RoleUse {
  readonly role: string;
  readonly granted: readonly GrantUse[];
  readonly denied: readonly DeniedUse[];
}

/** What roles are granted and what they make of it. */
export interface Ledger {
  used(grant: Grant, roleArn: string): void;
  /** @returns whether this is new, and worth a line in a log */
  denied(caller: string, need: Need, operation: string): boolean;
  /** The record of each role, with the policies that it has now. */
  report(roles: Iterable<{ readonly arn: string; readonly policies: readonly Policy[] }>): RoleUse[];
  /** Forgets. */
  reset(): void;
}

/** How many different refusals are kept of one caller. */
const REMEMBERED = 1000;

/** Keeps the record of the process's life; a policy that is written again keeps what was recorded of its grants. */
export function createLedger(): Ledger {
  const uses = new Map<string, Map<Grant, number>>();
  const denials = new Map<string, Map<string, DeniedUse>>();
  const of = <Key, Value>(maps: Map<string, Map<Key, Value>>, roleArn: string): Map<Key, Value> => {
    let map = maps.get(roleArn);
    if (!map) {
      map = new Map();
      maps.set(roleArn, map);
    }
    return map;
  };

  return {
    used(grant, roleArn) {
      const counts = of(uses, roleArn);
      counts.set(grant, (counts.get(grant) ?? 0) + 1);
    },
    denied(caller, { action, resource }, operation) {
      const known = of(denials, caller);
      const key = `${action} ${resource} ${operation}`;
      const calls = (known.get(key)?.calls ?? 0) + 1;
      if (calls > 1 || known.size < REMEMBERED) known.set(key, { action, resource, operation, calls });
      return calls === 1;
    },
    report(roles) {
      return [...roles].map(({ arn, policies }) => {
        const counts = new Map<string, number>();
        for (const [grant, count] of uses.get(arn) ?? []) {
          counts.set(keyOf(grant), (counts.get(keyOf(grant)) ?? 0) + count);
        }
        const grants = policies.flatMap(({ statements }) =>
          statements.flatMap((statement) => statement.grants),
        );
        const allowed = grants.filter(({ effect }) => effect === 'Allow');
        return {
          role: arn,
          granted: allowed.map((grant) => ({ ...grant, uses: counts.get(keyOf(grant)) ?? 0 })),
          denied: [...(denials.get(arn)?.values() ?? [])],
        };
      });
    },
    reset() {
      uses.clear();
      denials.clear();
    },
  };
}

function keyOf({ policy, action, resource }: Grant): string {
  return `${policy}\n${action}\n${resource}`;
}
