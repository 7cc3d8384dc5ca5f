/** One grant of a role, and how often it allowed a call. */
export interface GrantUse {
  readonly policy: string;
  readonly action: string;
  readonly resource: string;
  readonly uses: number;
}

/** What the embedded AWS recorded of a role (`GET /_testbed/iam`). */
export interface RoleUse {
  readonly role: string;
  readonly granted: readonly GrantUse[];
  readonly denied: readonly {
    readonly action: string;
    readonly resource: string;
    readonly operation: string;
    readonly calls: number;
  }[];
}

/** What is wrong with the permissions of one role, one sentence each. */
export interface Finding {
  readonly role: string;
  readonly granted: number;
  readonly unused: readonly string[];
  readonly missing: readonly string[];
}

/**
 * What the same roles did on several stacks, as if it had been on one: uses are added up, refusals put together. Ids of
 * resources are each stack's own, so that a grant is known by its place among those of the same action in its policy.
 */
export function combinedUse(stacks: readonly (readonly RoleUse[])[]): readonly RoleUse[] {
  const [first = [], ...others] = stacks;
  const uses = others.map((roles) => usesByPlace(roles));
  return first.map(({ role, granted, denied }) => {
    const places = placesOf(role, granted);
    return {
      role,
      granted: granted.map((grant, index) => ({
        ...grant,
        uses: uses.reduce((sum, other) => sum + (other.get(places[index] ?? '') ?? 0), grant.uses),
      })),
      denied: [
        ...denied,
        ...others.flatMap((roles) =>
          roles.filter((other) => other.role === role).flatMap((other) => other.denied),
        ),
      ],
    };
  });
}

function usesByPlace(roles: readonly RoleUse[]): ReadonlyMap<string, number> {
  return new Map(
    roles.flatMap(({ role, granted }) => {
      const places = placesOf(role, granted);
      return granted.map(({ uses }, index) => [places[index] ?? '', uses] as const);
    }),
  );
}

function placesOf(role: string, granted: readonly GrantUse[]): readonly string[] {
  const seen = new Map<string, number>();
  return granted.map(({ policy, action }) => {
    const kind = `${role} ${policy} ${action}`;
    const place = seen.get(kind) ?? 0;
    seen.set(kind, place + 1);
    return `${kind} ${place}`;
  });
}

/** What is no finding, by name, with the reason of each (test/iam/exceptions.ts). */
export interface Exceptions {
  /** By action. */
  readonly notExercised: Readonly<Record<string, string>>;
  /** By the role's name without its stage, and the action: `http s3:ListBucket`. */
  readonly meantToBeDenied: Readonly<Record<string, string>>;
}

/** Compares what each role was granted with what it used and needed, but for the exceptions. */
export function findingsOf(
  roles: readonly RoleUse[],
  { notExercised, meantToBeDenied }: Exceptions,
): readonly Finding[] {
  return roles.map(({ role, granted, denied }) => ({
    role: role.slice(role.lastIndexOf('/') + 1),
    granted: granted.length,
    unused: granted
      .filter(({ uses, action }) => uses === 0 && !Object.hasOwn(notExercised, action))
      .map(({ policy, action, resource }) => `${action} on ${resource} (${policy})`),
    missing: denied
      .filter(({ action }) => !Object.keys(meantToBeDenied).some((meant) => means(meant, role, action)))
      .map(
        ({ action, resource, operation, calls }) => `${action} on ${resource} (${operation}, ${calls} times)`,
      ),
  }));
}

function means(meant: string, role: string, action: string): boolean {
  const [name, its] = meant.split(' ');
  return role.endsWith(`-${name}`) && action === its;
}

/** The exceptions that no longer are any: used by some role, or granted to none; or denied to nobody. */
export function staleExceptions(
  roles: readonly RoleUse[],
  { notExercised, meantToBeDenied }: Exceptions,
): readonly string[] {
  const grants = roles.flatMap(({ granted }) => granted);
  const exercised = Object.keys(notExercised).filter((action) => {
    const its = grants.filter((grant) => grant.action === action);
    return its.length === 0 || its.some(({ uses }) => uses > 0);
  });
  const allowed = Object.keys(meantToBeDenied).filter(
    (meant) => !roles.some(({ role, denied }) => denied.some(({ action }) => means(meant, role, action))),
  );
  return [...exercised, ...allowed];
}

/** The grants that were used more in `after` than in `before`, as {@link nameOf} writes them. */
export function usedBetween(before: readonly RoleUse[], after: readonly RoleUse[]): readonly string[] {
  const counts = new Map(
    before.flatMap(({ role, granted }) => granted.map((grant) => [nameOf(role, grant), grant.uses])),
  );
  return after.flatMap(({ role, granted }) =>
    granted
      .map((grant) => ({ name: nameOf(role, grant), uses: grant.uses }))
      .filter(({ name, uses }) => uses > (counts.get(name) ?? 0))
      .map(({ name }) => name),
  );
}

/** What a mutation takes away, in one line: one action on one resource, of one policy of one role. */
export function nameOf(
  role: string,
  { policy, action, resource }: Pick<GrantUse, 'policy' | 'action' | 'resource'>,
): string {
  return `${role.slice(role.lastIndexOf('/') + 1)} ${policy} ${action} ${resource}`;
}

/** Whether the role was denied that action on something. */
export function isDenied(roles: readonly RoleUse[], role: string, action: string): boolean {
  const its = roles.find((each) => each.role.slice(each.role.lastIndexOf('/') + 1) === role);
  return its?.denied.some((denial) => denial.action === action) ?? false;
}
