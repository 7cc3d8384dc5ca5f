import { type Role, roles } from '../auth/actor.ts';
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
  const { at, roles: wanted = [], managerId, email, ...rest } = person;
  return {
    ...rest,
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
  return {
    ...rest,
    ...(active ? {} : { deactivatedAt: deactivatedAt ?? at }),
    version: user.version + 1,
    updatedAt: at,
  };
}

/** A person with other roles or another manager. */
export function changedUser(user: User, change: UserChange, at: string): User {
  const { managerId: before, ...rest } = user;
  const managerId = change.managerId === undefined ? before : (change.managerId ?? undefined);
  return {
    ...rest,
    roles: change.roles ? withEmployee(change.roles) : user.roles,
    ...(managerId === undefined ? {} : { managerId }),
    version: user.version + 1,
    updatedAt: at,
  };
}

/** What callers see of a person. */
export function userView(user: User): UserView {
  const { id, email, name, roles, managerId } = user;
  return { id, email, name, roles, managerId: managerId ?? null, active: isActive(user) };
}
