import { type Role, roles } from '../auth/actor.ts';
import { asLine } from '../http/text.ts';
import type { User, UserView } from './users.schema.ts';

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

/** What callers see of a person. */
export function userView({ id, email, name, roles, managerId }: User): UserView {
  return { id, email, name, roles, managerId: managerId ?? null };
}
