import { problem } from '../errors/problems.ts';
import type { Expense } from './expenses.schema.ts';

/**
 * The purpose of a change. Drafting and submitting leave room for the approval, discussing leaves room for its end, and
 * what ends an approval is always written.
 */
export type Purpose = 'drafting' | 'submitting' | 'discussing' | 'ending';

/**
 * DynamoDB's limit for an item in bytes
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).
 */
export const maxItemBytes = 400 * 1024;

/**
 * The size of an item in bytes that each purpose may reach. What comes after the submission takes less than 50 KB: two
 * decisions with a comment of 1,000 characters, each stored twice (16 KB), the requests and escalations of both steps
 * (4 KB), a year of reminders (15 KB), the verdicts on ten receipts (6 KB).
 */
const budgets = { drafting: 150 * 1024, submitting: 200 * 1024, discussing: 250 * 1024 } as const;

/** History entries at which drafting stops, so that people can still read the history. */
const maxDraftingEntries = 500;

/**
 * The size of an expense as an item in bytes, or slightly more: that of its JSON, whose punctuation is no smaller than
 * DynamoDB's overhead (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
export function itemBytes(expense: Expense): number {
  return Buffer.byteLength(JSON.stringify(expense));
}

/** Throws `expense.too-long` when `after` is larger than `before` and than its purpose allows. */
export function requireWithinBudget(before: Expense, after: Expense, purpose: Purpose): void {
  if (purpose === 'ending') return;
  const tooMany = purpose === 'drafting' && after.history.length > maxDraftingEntries;
  if (!tooMany && itemBytes(after) <= budgets[purpose]) return;
  if (after.history.length <= before.history.length && itemBytes(after) <= itemBytes(before)) return;
  throw problem('expense.too-long', { detail: advice[purpose] });
}

const advice = {
  drafting: 'The draft has grown as far as a draft may: submit it as it is, or delete it and make a new one',
  submitting: 'It was changed and submitted too often: delete it and make a new one',
  discussing: 'Only what ends the approval can be added: approve, reject or recall it',
} as const;
