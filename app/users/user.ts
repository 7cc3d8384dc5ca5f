import { type Role, roles } from '../auth/actor.ts';
import { asLine } from '../schema/text.ts';
import type { User, UserChange, UserView } from './users.schema.ts';

/** A new person. Emails are stored in lower case, as they are compared. */
export function newUser(person: {
  id: string;
  username: string;
  email: string;
  name: string;
  roles?: readonly Role[];
  managerId?: string;
  at: string;
}): User {
  const { at, roles: wanted = [], managerId, email, name, ...rest } = person;
  return {
    ...rest,
    // A person who signs up has chosen it, and it is too late to refuse it.
    name: asLine(name, 200) ?? email,
    email: email.toLowerCase(),
    roles: withEmployee(wanted),
    ...(managerId === undefined ? {} : { managerId }),
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** `wanted` with the role employee, in the order of {@link roles}. */
export function withEmployee(wanted: readonly Role[]): Role[] {
  return roles.filter((role) => role === 'employee' || wanted.includes(role));
}

/** Whether a person is active: one who was deactivated can only use what is their own. */
export function isActive({ deactivatedAt }: Pick<User, 'deactivatedAt'>): boolean {
  return deactivatedAt === undefined;
}

/** A person who is activated, or deactivated `at`. */
export function withActive(user: User, active: boolean, at: string): User {
  const { deactivatedAt, ...rest } = user;
  return nextVersion(user, { ...rest, ...(active ? {} : { deactivatedAt: deactivatedAt ?? at }) }, at);
}

/** A person with the roles and the manager of `change`. */
export function changedUser(user: User, change: UserChange, at: string): User {
  const { managerId: before, ...rest } = user;
  const managerId = change.managerId === undefined ? before : (change.managerId ?? undefined);
  const roles = change.roles ? withEmployee(change.roles) : user.roles;
  return nextVersion(user, { ...rest, roles, ...(managerId === undefined ? {} : { managerId }) }, at);
}

/** The next version of a person, changed to `next`; every change of a person goes through here. */
export function nextVersion(before: User, next: User, at: string): User {
  const lost = [
    ...(decidingRoles(before).every((role) => decidingRoles(next).includes(role)) ? [] : [before.id]),
    ...(before.managerId !== undefined && before.managerId !== next.managerId ? [before.managerId] : []),
  ];
  const from = [...new Set([...(before.handOver?.from ?? []), ...lost])];
  return {
    ...next,
    ...(lost.length > 0 ? { handOver: { at, from } } : {}),
    version: before.version + 1,
    updatedAt: at,
  };
}

/** The roles in which a person can be asked by name to approve. */
function decidingRoles(user: User): readonly Role[] {
  return isActive(user) ? user.roles.filter((role) => role === 'manager' || role === 'finance') : [];
}

/** What callers see of a person. */
export function userView(user: User): UserView {
  const { id, email, name, roles, managerId } = user;
  return { id, email, name, roles, managerId: managerId ?? null, active: isActive(user) };
}
