import { submitted } from '../approvals/approval.ts';
import { newExpense } from '../expenses/expense.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
import { approvalChain, autoApprovalAmount } from '../policies/approval-policy.ts';
import { withReceipt } from '../receipts/receipt.ts';

const at = '2026-03-05T10:00:00.000Z';

/** A draft of `owner` for 120.00 EUR. */
export function anExpense(details: Partial<Expense> = {}): Expense {
  const { id = 'e1', ownerId = 'owner' } = details;
  const lunch = {
    merchant: 'Cafe',
    category: 'meals',
    amount: 12_000,
    currency: 'EUR',
    incurredOn: '2026-03-04',
  } as const;
  return { ...newExpense(lunch, { id, ownerId, at }), ...details };
}

/** A draft with a receipt `r1` whose file is not uploaded yet. */
export function anExpenseWithReceipt(details: Partial<Expense> = {}, receiptId = 'r1'): Expense {
  const expense = anExpense(details);
  return withReceipt(expense, receiptId, { contentType: 'image/png' }, expense.ownerId, at);
}

/** An expense that was submitted and that nobody was asked about yet. */
export function aSubmittedExpense(
  details: Partial<Expense> = {},
  managerId: string | undefined = 'manager',
): Expense {
  const draft = anExpense(details);
  const input = { ...draft, managerId };
  const chain = autoApprovalAmount(input) === undefined ? approvalChain(input) : [];
  return submitted(draft, chain, draft.ownerId, new Date(at));
}
