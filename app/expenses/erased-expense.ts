import { isDeepStrictEqual } from 'node:util';
import { systemActor } from '../contract/system-actor.ts';
import type { Approval } from './approval.schema.ts';
import type { Expense, FieldChange, HistoryEntry } from './expenses.schema.ts';

/** What stands where a merchant's name stood. */
export const ERASED = 'erased';

/**
 * What bookkeeping keeps of an expense whose owner is erased: amount, currency, category, days, the outcome of its
 * approval, and who did what when, by ids that nobody stands behind any more. Everything that somebody wrote is
 * gone, because it may name people: merchant, description, tags, comments, file names; the receipts too, as their
 * files are. Undefined when nothing of that is left in it, so that a repetition writes nothing.
 */
export function erasedExpense(expense: Expense, at: string): Expense | undefined {
  const { description, bodyHash, answered, approval, ...rest } = expense;
  const kept: Expense = {
    ...rest,
    merchant: ERASED,
    tags: [],
    receipts: {},
    history: rest.history.map(withoutWords),
    ...(approval ? { approval: withoutComments(approval) } : {}),
  };
  if (isDeepStrictEqual(kept, expense)) return undefined;
  return {
    ...kept,
    version: kept.version + 1,
    updatedAt: at,
    // Also beyond the length that a history may have otherwise: what was taken out made room.
    history: [...kept.history, { at, by: systemActor, event: 'erased' }],
  };
}

function withoutComments(approval: Approval): Approval {
  const steps = approval.steps.map((step) =>
    step.decision ? { ...step, decision: withoutComment(step.decision) } : step,
  );
  return { ...approval, steps };
}

/** The entry without what somebody wrote; that amount, currency, category or day was changed is bookkeeping. */
function withoutWords({ changes, ...entry }: HistoryEntry): HistoryEntry {
  const kept = changes?.filter(({ field }) => !written.has(field)) ?? [];
  return { ...withoutComment(entry), ...(kept.length > 0 ? { changes: kept } : {}) };
}

const written: ReadonlySet<FieldChange['field']> = new Set(['merchant', 'description', 'tags']);

function withoutComment<Commented extends Pick<HistoryEntry, 'comment'>>(
  commented: Commented,
): Omit<Commented, 'comment'> {
  const { comment, ...rest } = commented;
  return rest;
}
