import { isDeepStrictEqual } from 'node:util';
import { systemActor } from '../contract/system-actor.ts';
import type { Approval } from './approval.schema.ts';
import type { Expense, FieldChange, HistoryEntry } from './expenses.schema.ts';

/** Replaces the name of a merchant. */
export const ERASED = 'erased';

/**
 * What bookkeeping needs of an expense whose owner is erased: amount, currency, category, days, the outcome of its
 * approval, and who did what when, by ids. Free text is removed because it may name people (merchant, description,
 * tags, comments, file names), and so are the receipts, whose files are deleted. Undefined when nothing is left to
 * remove, so that a repetition writes nothing.
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
    // The usual limit does not apply: removing the text made room.
    history: [...kept.history, { at, by: systemActor, event: 'erased' }],
  };
}

function withoutComments(approval: Approval): Approval {
  const steps = approval.steps.map((step) =>
    step.decision ? { ...step, decision: withoutComment(step.decision) } : step,
  );
  return { ...approval, steps };
}

/** The entry without free text; changes of amount, currency, category and day belong to bookkeeping. */
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
