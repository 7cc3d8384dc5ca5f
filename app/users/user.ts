import { type Role, roles } from '../auth/actor.ts';
import { asLine } from '../schema/text.ts';
import type { User, UserChange, UserView } from './users.schema.ts';

/** A person at their first appearance. Emails are kept in lower case, as they are compared. */
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
    // Whoever signs up has chosen it, and there is nobody to refuse it to.
    name: asLine(name, 200) ?? email,
    email: email.toLowerCase(),
    roles: withEmployee(wanted),
    ...(managerId === undefined ? {} : { managerId }),
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** `wanted` in the usual order; everyone is an employee. */
export function withEmployee(wanted: readonly Role[]): Role[] {
  return roles.filter((role) => role === 'employee' || wanted.includes(role));
}

/** Whether a person counts at all: whoever was deactivated has no right but to what is their own. */
export function isActive({ deactivatedAt }: Pick<User, 'deactivatedAt'>): boolean {
  return deactivatedAt === undefined;
}

/** A person deactivated at that moment, or active again. */
export function withActive(user: User, active: boolean, at: string): User {
  const { deactivatedAt, ...rest } = user;
  return nextVersion(user, { ...rest, ...(active ? {} : { deactivatedAt: deactivatedAt ?? at }) }, at);
}

/** A person with other roles or another manager. */
export function changedUser(user: User, change: UserChange, at: string): User {
  const { managerId: before, ...rest } = user;
  const managerId = change.managerId === undefined ? before : (change.managerId ?? undefined);
  const roles = change.roles ? withEmployee(change.roles) : user.roles;
  return nextVersion(user, { ...rest, roles, ...(managerId === undefined ? {} : { managerId }) }, at);
}

/** What a person was, changed to `next` at that moment: every change of a person passes here. */
export function nextVersion(before: User, next: User, at: string): User {
  const left = [
    ...(decidingRoles(before).every((role) => decidingRoles(next).includes(role)) ? [] : [before.id]),
    ...(before.managerId !== undefined && before.managerId !== next.managerId ? [before.managerId] : []),
  ];
  const from = [...new Set([...(before.handOver?.from ?? []), ...left])];
  return {
    ...next,
    ...(left.length > 0 ? { handOver: { at, from } } : {}),
    version: before.version + 1,
    updatedAt: at,
  };
}

/** The roles in which others' expenses can wait for a person by name. */
function decidingRoles(user: User): readonly Role[] {
  return isActive(user) ? user.roles.filter((role) => role === 'manager' || role === 'finance') : [];
}

/** What callers see of a person. */
export function userView(user: User): UserView {
  const { id, email, name, roles, managerId } = user;
  return { id, email, name, roles, managerId: managerId ?? null, active: isActive(user) };
}
