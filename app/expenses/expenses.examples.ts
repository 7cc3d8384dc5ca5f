import { exampleIds, exampleMoment } from '../schema/example-ids.ts';
import { newExpense } from './expense.ts';
import { expenseSummary, expenseView } from './expense-view.ts';
import type { NewExpense } from './expenses.schema.ts';

const hotel: NewExpense = {
  merchant: 'Hotel Bellevue',
  category: 'lodging',
  amount: 18_000,
  currency: 'EUR',
  incurredOn: '2026-11-02',
  description: 'One night, for the fair',
  tags: ['fair'],
};
const draft = newExpense(hotel, { id: exampleIds.expense, ownerId: exampleIds.ann, at: exampleMoment });

/** Examples for docs/openapi.json, by the title of their schema. */
export const examples = {
  NewExpense: hotel,
  ExpenseChange: { amount: 19_500, description: null },
  Expense: expenseView(draft),
  CurrencyList: { currencies: [{ code: 'EUR', minorDigits: 2 }] },
  ExpensePage: { expenses: [expenseSummary(draft)] },
};
