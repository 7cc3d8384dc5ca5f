import { etagOf } from '../http/etag.ts';
import { displayAmount } from '../policies/money.ts';
import { approvalView } from './approval-view.ts';
import type { Expense, ExpenseListing, ExpenseSummary, ExpenseView } from './expenses.schema.ts';
import type { Receipt, StoredReceipt } from './receipt.schema.ts';

/**
 * What a caller sees of an expense. Its members are listed by name, so that nothing internal is published by accident.
 */
export function expenseView(expense: Expense): ExpenseView {
  const receipts = Object.values(expense.receipts)
    .map(receiptView)
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  return {
    ...expenseSummary(expense),
    ...(expense.settledAt === undefined ? {} : { settledAt: expense.settledAt }),
    receipts,
    approval: expense.approval ? approvalView(expense.approval) : null,
    history: expense.history,
  };
}

/** The entry of an expense in a list. */
export function expenseSummary(expense: ExpenseListing): ExpenseSummary {
  const { description, submittedAt } = expense;
  return {
    id: expense.id,
    ownerId: expense.ownerId,
    merchant: expense.merchant,
    category: expense.category,
    amount: expense.amount,
    currency: expense.currency,
    displayAmount: displayAmount(expense.amount, expense.currency),
    incurredOn: expense.incurredOn,
    ...(description === undefined ? {} : { description }),
    tags: expense.tags,
    status: expense.status,
    version: expense.version,
    etag: etagOf(expense.version),
    createdAt: expense.createdAt,
    updatedAt: expense.updatedAt,
    ...(submittedAt === undefined ? {} : { submittedAt }),
  };
}

/** What callers see of a receipt. */
export function receiptView({ versionId, ...receipt }: StoredReceipt): Receipt {
  return receipt;
}
