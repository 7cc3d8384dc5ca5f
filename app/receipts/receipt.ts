import { requireDraft } from '../expenses/expense.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
import { withEvent } from '../expenses/history.ts';
import { problem } from '../http/problems.ts';
import { type NewReceipt, type Receipt, receiptLimits } from './receipts.schema.ts';

/** What looking at a file led to. */
export type Verdict = Pick<Receipt, 'status' | 'reason' | 'duplicateOf' | 'size' | 'sha256'>;

/** A draft with one more receipt, whose file is still to come. */
export function withReceipt(
  expense: Expense,
  id: string,
  asked: NewReceipt,
  by: string,
  at: string,
): Expense {
  requireDraft(expense);
  if (Object.keys(expense.receipts).length >= receiptLimits.perExpense) {
    throw problem('receipt.too-many', {
      detail: `An expense holds up to ${receiptLimits.perExpense} receipts`,
    });
  }
  const receipt: Receipt = { id, ...asked, status: 'pending', createdAt: at };
  const receipts = { ...expense.receipts, [id]: receipt };
  const event = { at, by, event: 'receipt-added', receiptId: id };
  return withEvent({ ...expense, receipts }, event, 'drafting', expense);
}

/** A draft without that receipt. */
export function withoutReceipt(expense: Expense, id: string, by: string, at: string): Expense {
  requireDraft(expense);
  requireReceipt(expense, id);
  const { [id]: removed, ...receipts } = expense.receipts;
  // It makes room, and what is pending has to be removable for the expense to be submitted.
  return withEvent({ ...expense, receipts }, { at, by, event: 'receipt-removed', receiptId: id }, 'ending');
}

/** The receipt of that id. Throws `receipt.not-found`. */
export function requireReceipt(expense: Expense, id: string): Receipt {
  const receipt = Object.hasOwn(expense.receipts, id) ? expense.receipts[id] : undefined;
  if (!receipt) throw problem('receipt.not-found');
  return receipt;
}

/** How many verdicts on one receipt the history tells of: a form can be posted over and over while it is valid. */
const maxVerdictEntries = 4;

/** The expense with what was found out about a receipt's file. In any status: the file may come late. */
export function withVerdict(expense: Expense, id: string, verdict: Verdict, at: string): Expense {
  const { reason, duplicateOf, ...receipt } = requireReceipt(expense, id);
  const receipts = { ...expense.receipts, [id]: { ...receipt, ...verdict, processedAt: at } };
  const next = { ...expense, receipts };
  const told = expense.history.filter((entry) => entry.receiptId === id && entry.by === 'system').length;
  if (told >= maxVerdictEntries) return { ...next, version: expense.version + 1, updatedAt: at };
  const event = `receipt-${verdict.status}`;
  return withEvent(next, { at, by: 'system', event, receiptId: id }, 'ending');
}
