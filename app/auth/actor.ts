import { type Static, Type } from 'typebox';

/** The roles, each a group of the user pool. Everyone who can sign in is an employee. */
export const roles = ['employee', 'manager', 'finance', 'admin'] as const;

export const Role = Type.Enum(roles, { title: 'Role' });
export type Role = Static<typeof Role>;

/** Who makes a request, according to the access token. */
export interface Actor {
  /** The `sub` of the access token: the person's id everywhere. */
  readonly id: string;
  /** The name in the user pool, for administrative calls. */
  readonly username: string;
  /** The groups in the token, which can be an hour old: good enough to guess what to read, never to decide. */
  readonly claimedRoles: readonly Role[];
}

/** A caller whose profile was read: active, with the roles of that moment. */
export interface ActivePerson {
  readonly id: string;
  readonly roles: readonly Role[];
}

/** The claims of an access token, as the gateway's authorizer passes them on. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The caller of `claims`; undefined when they are not those of an access token. API Gateway turns
 * the array `cognito:groups` into the text `[employee manager]`; an array and a comma-separated text are read too.
 */
export function actorFromClaims(claims: Claims | undefined): Actor | undefined {
  const id = claims?.sub;
  if (!claims || typeof id !== 'string' || id === '' || claims.token_use !== 'access') return undefined;
  const groups = new Set(groupNames(claims['cognito:groups']));
  const username = typeof claims.username === 'string' ? claims.username : id;
  return { id, username, claimedRoles: roles.filter((role) => role === 'employee' || groups.has(role)) };
}

/** What the claim names; whatever is no role among it is nobody's concern. */
function groupNames(claim: unknown): readonly unknown[] {
  if (Array.isArray(claim)) return claim;
  return typeof claim === 'string' ? claim.replace(/^\[|\]$/g, '').split(/[\s,]/) : [];
}
