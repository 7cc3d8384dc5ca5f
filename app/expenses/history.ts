import { isDeepStrictEqual } from 'node:util';
import { detailNames, type Expense, type FieldChange, type HistoryEntry } from './expenses.schema.ts';
import { type Purpose, requireWithinBudget } from './item-budget.ts';

/** Milliseconds after a person's last edit during which the next one belongs to the same session. */
const editSessionTime = 30 * 60 * 1000;

/**
 * `expense` with one more event in its history; every change of an expense by the application goes through here. Throws
 * `expense.too-long` when it outgrows what the purpose may use; `before` is the expense before the change.
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
 * `before` with the details of `after`, and the changes in its history. The edits of one person in one session are one
 * entry, from the values before the first edit to those after the last. `before` itself when nothing differs.
 */
export function withEdit(before: Expense, after: Expense, by: string, at: string): Expense {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return before;
  const last = before.history.at(-1);
  if (!last?.changes || !isSameEditSession(last, by, at)) {
    return withEvent(after, { at, by, event: 'changed', changes }, 'drafting');
  }
  const merged = mergedChanges(last.changes, changes);
  const earlier = { ...after, history: before.history.slice(0, -1) };
  if (merged.length > 0) return withEvent(earlier, { ...last, at, changes: merged }, 'drafting', before);
  // Undone within the session, so the history has nothing to report.
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

/** Two edits as one, without the fields that are as they were before the first. */
function mergedChanges(first: readonly FieldChange[], second: readonly FieldChange[]): FieldChange[] {
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
