import { requireDraft, withEvent } from '../expenses/expense.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
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
  return withEvent({ ...expense, receipts }, { at, by, event: 'receipt-added', receiptId: id });
}

/** A draft without that receipt. */
export function withoutReceipt(expense: Expense, id: string, by: string, at: string): Expense {
  requireDraft(expense);
  requireReceipt(expense, id);
  const { [id]: removed, ...receipts } = expense.receipts;
  return withEvent({ ...expense, receipts }, { at, by, event: 'receipt-removed', receiptId: id });
}

/** The receipt of that id. Throws `receipt.not-found`. */
export function requireReceipt(expense: Expense, id: string): Receipt {
  const receipt = Object.hasOwn(expense.receipts, id) ? expense.receipts[id] : undefined;
  if (!receipt) throw problem('receipt.not-found');
  return receipt;
}

/** The expense with what was found out about a receipt's file. In any status: the file may come late. */
export function withVerdict(expense: Expense, id: string, verdict: Verdict, at: string): Expense {
  const { reason, duplicateOf, ...receipt } = requireReceipt(expense, id);
  const receipts = { ...expense.receipts, [id]: { ...receipt, ...verdict, processedAt: at } };
  const event = `receipt-${verdict.status}`;
  return withEvent({ ...expense, receipts }, { at, by: 'system', event, receiptId: id });
}
