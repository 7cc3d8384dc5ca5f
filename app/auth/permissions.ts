import type { Approver } from '../policies/approval-policy.ts';
import type { ActivePerson } from './actor.ts';

/** What permissions need to know of an expense. */
export interface Guarded {
  readonly ownerId: string;
  /** The queues that it waits in, or waited in. */
  readonly waitedFor: readonly string[];
}

/**
 * The queues whose expenses `person` may decide: their own when they have a role that is asked by name, and those of
 * their roles. Admins may decide for finance, so that the own expense of the only finance person does not wait for an
 * escalation.
 */
export function queuesOf({ id, roles }: ActivePerson): Approver[] {
  const isAdmin = roles.includes('admin');
  return [
    ...(roles.includes('manager') || roles.includes('finance') ? ([`USER#${id}`] as const) : []),
    ...(isAdmin || roles.includes('finance') ? (['ROLE#finance'] as const) : []),
    ...(isAdmin ? (['ROLE#admin'] as const) : []),
  ];
}

/** Whether `person` may see someone else's expense by their roles; see also {@link mayManage}. */
export function maySee({ id, roles }: ActivePerson, { waitedFor }: Pick<Guarded, 'waitedFor'>): boolean {
  if (roles.includes('finance') || roles.includes('admin')) return true;
  return roles.includes('manager') && waitedFor.includes(`USER#${id}`);
}

/** Whether `person` may see an expense because its owner reports to them. */
export function mayManage({ id, roles }: ActivePerson, ownersManagerId: string | undefined): boolean {
  return roles.includes('manager') && ownersManagerId === id;
}
