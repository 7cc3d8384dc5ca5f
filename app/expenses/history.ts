import { isDeepStrictEqual } from 'node:util';
import { detailNames, type Expense, type FieldChange, type HistoryEntry } from './expenses.schema.ts';
import { type Purpose, requireWithinBudget } from './item-budget.ts';

/** How long after their last edit a person's next one still belongs to the same sitting: milliseconds. */
const editSessionTime = 30 * 60 * 1000;

/**
 * `expense` after one more event: every change of an expense by the application passes here. Throws
 * `expense.too-long` where it grows beyond what the purpose may fill; `before` is what it grew from.
 */
export function withEvent(
  expense: Expense,
  event: HistoryEntry,
  purpose: Purpose,
  before: Expense = expense,
): Expense {
  const after: Expense = {
    ...expense,
    version: expense.version + 1,
    updatedAt: event.at,
    history: [...expense.history, event],
  };
  requireWithinBudget(before, after, purpose);
  return after;
}

/**
 * `before` with the details of `after`, and with what was changed in its history: the edits of one person in one
 * sitting are one entry, from what stood before the first to what stands after the last. `before` itself where
 * nothing differs.
 */
export function withEdit(before: Expense, after: Expense, by: string, at: string): Expense {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return before;
  const last = before.history.at(-1);
  if (!last?.changes || !isSameEditSession(last, by, at)) {
    return withEvent(after, { at, by, event: 'changed', changes }, 'drafting');
  }
  const together = joined(last.changes, changes);
  const earlier = { ...after, history: before.history.slice(0, -1) };
  if (together.length > 0) return withEvent(earlier, { ...last, at, changes: together }, 'drafting', before);
  // Taken back within the sitting: nothing has changed that anybody would want to read of.
  return { ...earlier, version: before.version + 1, updatedAt: at };
}

function isSameEditSession(last: HistoryEntry, by: string, at: string): boolean {
  return last.event === 'changed' && last.by === by && Date.parse(at) - Date.parse(last.at) < editSessionTime;
}

function changesBetween(before: Expense, after: Expense): FieldChange[] {
  return detailNames
    .filter((field) => !isDeepStrictEqual(before[field], after[field]))
    .map((field) => fieldChange(field, before[field], after[field]));
}

/** Two edits as one: a field that is as it was before the first is left out. */
function joined(first: readonly FieldChange[], second: readonly FieldChange[]): FieldChange[] {
  const byField = new Map(first.map((change) => [change.field, change]));
  for (const { field, from, to } of second) {
    const earlier = byField.get(field);
    byField.set(field, fieldChange(field, earlier ? earlier.from : from, to));
  }
  return [...byField.values()].filter(({ from, to }) => !isDeepStrictEqual(from, to));
}

function fieldChange(
  field: FieldChange['field'],
  from: FieldChange['from'],
  to: FieldChange['to'],
): FieldChange {
  return { field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
