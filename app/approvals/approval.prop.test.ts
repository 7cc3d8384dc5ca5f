import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ActivePerson, Role } from '../auth/actor.ts';
import { ProblemError } from '../errors/problems.ts';
import { changeExpense } from '../expenses/expense.ts';
import { expenseView } from '../expenses/expense-view.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
import { approvalChain } from '../policies/approval-policy.ts';
import { anExpense } from '../testing/builders.ts';
import { createMemoryExpenseStore } from '../testing/memory-stores.ts';
import { askNext } from '../testing/test-api.ts';
import { decided, outcomeOf, recalled, settled, submitted } from './approval.ts';

const at = new Date('2026-03-05T10:00:00.000Z');
const actor = (id: string, ...roles: Role[]): ActivePerson => ({ id, roles: ['employee', ...roles] });
const cast = [
  actor('owner', 'manager', 'finance', 'admin'),
  actor('manager', 'manager'),
  actor('fin1', 'finance'),
  actor('fin2', 'finance', 'manager'),
  actor('root', 'admin'),
];

type Step = (expense: Expense, who: ActivePerson) => Expense;
const steps: Record<string, Step> = {
  edit: (expense, who) => changeExpense(expense, { amount: 1234 }, who.id, at.toISOString()),
  submit: (expense) => submitted(expense, approvalChain({ ...expense, managerId: 'manager' }), 'owner', at),
  submitUnasked: (expense) => submitted(expense, [], 'owner', at),
  recall: (expense) => recalled(expense, 'owner', at),
  approve: (expense, who) => decided(expense, who, { outcome: 'approved' }, at),
  reject: (expense, who) => decided(expense, who, { outcome: 'rejected', comment: 'no' }, at),
};

/** What the workflow would do next, if anything. */
function workflow(expense: Expense): Expense {
  if (expense.status !== 'submitted') return expense;
  const outcome = outcomeOf(expense.approval);
  if (outcome) return settled(expense, outcome, at);
  if (expense.queue) return expense;
  const store = createMemoryExpenseStore();
  store.items.set(expense.id, expense);
  return askNext(store, expense.id, at);
}

const scripts = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.constantFrom(...cast), fc.boolean()),
  { maxLength: 30 },
);
const amounts = fc.constantFrom(1000, 50_000, 500_000);

it('whatever people and the workflow do, in whatever order, an expense stays sound', () => {
  fc.assert(
    fc.property(amounts, scripts, (amount, script) => {
      let expense = anExpense({ amount, writes: ['w1'] });
      for (const [name, who, workflowRuns] of script) {
        expense = checked(expense, attempt(expense, name, who));
        if (workflowRuns) expense = checked(expense, workflow(expense));
      }
    }),
    { numRuns: 500 },
  );
});

it('an expense is approved only when every step was approved by someone else, each by another person', () => {
  fc.assert(
    fc.property(amounts, scripts, (amount, script) => {
      let expense = anExpense({ amount });
      for (const [name, who] of script) expense = workflow(attempt(expense, name, who));
      if (expense.status !== 'approved') return;
      const deciders = expense.approval?.steps.map(({ decision }) => decision?.by) ?? [];
      expect(deciders).not.toContain(undefined);
      expect(deciders).not.toContain('owner');
      expect(new Set(deciders).size).toBe(deciders.length);
    }),
    { numRuns: 500 },
  );
});

/** The step's result, or the expense as it is when it was refused, always with a problem. */
function attempt(expense: Expense, name: string, who: ActivePerson): Expense {
  try {
    return steps[name]?.(expense, who) ?? expense;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return expense;
  }
}

function checked(before: Expense, after: Expense): Expense {
  if (after === before) return after;
  const final = ['approved', 'rejected'];
  expect(final).not.toContain(before.status);
  expect(after.version).toBe(before.version + 1);
  expect(after.history.slice(0, before.history.length)).toEqual(before.history);
  const open = after.status === 'submitted';
  expect(after.workflowCheckAt !== undefined).toBe(open);
  if (!open) expect([after.queue, after.taskToken]).toEqual([undefined, undefined]);
  if (after.status === 'draft' || open) expect(after.settledAt).toBeUndefined();
  const shown = JSON.stringify(expenseView(after));
  for (const secret of ['token', 'USER#', 'ROLE#', 'waitedFor', 'bodyHash', 'writes', 'answered'])
    expect(shown).not.toContain(secret);
  return after;
}
