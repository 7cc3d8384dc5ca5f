import { problem } from '../errors/problems.ts';
import { mergePatch } from '../http/merge-patch.ts';
import type { Expense, ExpenseChange, NewExpense } from './expenses.schema.ts';
import { withEdit } from './history.ts';

/** A new draft. */
export function newExpense(
  details: NewExpense,
  made: { id: string; ownerId: string; at: string; bodyHash?: string },
): Expense {
  const { id, ownerId, at, bodyHash } = made;
  return {
    id,
    ownerId,
    ...details,
    tags: details.tags ?? [],
    status: 'draft',
    receipts: {},
    history: [{ at, by: ownerId, event: 'created' }],
    waitedFor: [],
    decidedBy: [],
    version: 1,
    createdAt: at,
    updatedAt: at,
    ...(bodyHash === undefined ? {} : { bodyHash }),
  };
}

/**
 * A draft with some of its details changed; the same draft when nothing differs. Throws `expense.not-draft`, and
 * `expense.too-long` when it outgrows the size of a draft.
 */
export function changeExpense(expense: Expense, change: ExpenseChange, by: string, at: string): Expense {
  requireDraft(expense);
  const changed = mergePatch(expense, change);
  return withEdit(expense, { ...changed, tags: changed.tags ?? [] }, by, at);
}

/** The largest offset from UTC in hours, that of the Line Islands. */
const furthestAhead = 14;

/** The latest calendar day anywhere on earth at `now`: somebody there may enter it already. */
function latestToday(now: Date): string {
  return new Date(now.getTime() + furthestAhead * 3_600_000).toISOString().slice(0, 10);
}

/** Throws `request.invalid` when `incurredOn` is in the future everywhere on earth. */
export function requirePast(incurredOn: string | undefined, now: Date): void {
  const latest = latestToday(now);
  if (incurredOn === undefined || incurredOn <= latest) return;
  const message = `must not be after ${latest}, because an expense is made before it is claimed`;
  throw problem('request.invalid', { errors: [{ pointer: '/incurredOn', message }] });
}

/** Throws `expense.not-draft` unless the expense is one. */
export function requireDraft(expense: Expense): void {
  if (expense.status !== 'draft') {
    throw problem('expense.not-draft', { detail: `The expense is ${expense.status}` });
  }
}
