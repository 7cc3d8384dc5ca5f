import type { Approver } from '../policies/approval-policy.ts';
import type { ActivePerson } from './actor.ts';

/** What permissions need to know of an expense. */
export interface Guarded {
  readonly ownerId: string;
  /** The queues it waits or waited in. */
  readonly waitedFor: readonly string[];
}

/**
 * The queues whose expenses `person` may decide: their own where a role can put something into it, and those of their roles.
 * Admins stand in for finance, so that a lone finance person's own expense does not wait for an escalation.
 */
export function queuesOf({ id, roles }: ActivePerson): Approver[] {
  const isAdmin = roles.includes('admin');
  return [
    ...(roles.includes('manager') || roles.includes('finance') ? ([`USER#${id}`] as const) : []),
    ...(isAdmin || roles.includes('finance') ? (['ROLE#finance'] as const) : []),
    ...(isAdmin ? (['ROLE#admin'] as const) : []),
  ];
}

/** Whether `person` may know of someone else's expense, leaving aside that its owner may report to them. */
export function maySee({ id, roles }: ActivePerson, { waitedFor }: Pick<Guarded, 'waitedFor'>): boolean {
  if (roles.includes('finance') || roles.includes('admin')) return true;
  return roles.includes('manager') && waitedFor.includes(`USER#${id}`);
}

/** Whether `person` may see an expense because its owner reports to them. */
export function mayManage({ id, roles }: ActivePerson, ownersManagerId: string | undefined): boolean {
  return roles.includes('manager') && ownersManagerId === id;
}
