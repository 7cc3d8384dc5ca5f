import { problem } from '../errors/problems.ts';
import type { Expense } from './expenses.schema.ts';

/**
 * What a change is for: an owner who drafts or submits has to leave room for everybody who comes later, people who
 * discuss leave it for those who end the approval, and what ends something is always written.
 */
export type Purpose = 'drafting' | 'submitting' | 'discussing' | 'ending';

/** DynamoDB's limit of an item: bytes (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html). */
export const maxItemBytes = 400 * 1024;

/**
 * Up to how many bytes each purpose may fill an item. What comes after the submission takes less than 50 KB: two
 * decisions with a comment of 1,000 characters, each kept twice (16 KB), the requests and escalations of both steps
 * (4 KB), a year of reminders (15 KB), the verdicts on ten receipts (6 KB).
 */
const budgets = { drafting: 150 * 1024, submitting: 200 * 1024, discussing: 250 * 1024 } as const;

/** Entries of the history at which drafting stops, so that it stays one that people can read. */
const maxDraftingEntries = 500;

/**
 * The bytes that an expense takes as an item, or a few more: its JSON, whose marks take no less than DynamoDB's own
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
export function itemBytes(expense: Expense): number {
  return Buffer.byteLength(JSON.stringify(expense));
}

/** Throws `expense.too-long` where `after` is larger than `before` and than its purpose may make it. */
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
