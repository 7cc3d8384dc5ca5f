import type { Approver } from '../policies/approval-policy.ts';
import type { Actor } from './actor.ts';

/** What permissions need to know of an expense. */
export interface Guarded {
  readonly ownerId: string;
  /** The queues it waits or waited in. */
  readonly waitedFor: readonly string[];
}

/**
 * The queues whose expenses `actor` may decide: their own as a person, and those of their roles. Admins stand in
 * for finance, so that a lone finance person's own expense does not wait for an escalation.
 */
export function queuesOf(actor: Actor): Approver[] {
  const queues: Approver[] = [`USER#${actor.id}`];
  if (actor.roles.includes('finance') || actor.roles.includes('admin')) queues.push('ROLE#finance');
  if (actor.roles.includes('admin')) queues.push('ROLE#admin');
  return queues;
}

/** Whether `actor` may know of the expense, leaving aside that its owner may report to them. */
export function maySee(actor: Actor, expense: Guarded): boolean {
  if (expense.ownerId === actor.id) return true;
  if (actor.roles.includes('finance') || actor.roles.includes('admin')) return true;
  return expense.waitedFor.includes(`USER#${actor.id}`);
}

/** Whether `actor` may see an expense because its owner reports to them. */
export function mayManage(actor: Actor, ownersManagerId: string | undefined): boolean {
  return actor.roles.includes('manager') && ownersManagerId === actor.id;
}
