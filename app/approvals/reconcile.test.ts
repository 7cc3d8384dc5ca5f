import { beforeEach, describe, expect, it } from 'vitest';
import type { Expense } from '../expenses/expenses.schema.ts';
import { aSubmittedExpense } from '../testing/builders.ts';
import { createMemoryExpenseStore, type MemoryExpenseStore } from '../testing/memory-stores.ts';
import { askNext } from '../testing/test-api.ts';
import { decided } from './approval.ts';
import type { ExecutionStatus } from './executions.ts';
import { reconcile } from './reconcile.ts';

const now = new Date('2026-03-06T10:00:00.000Z');
const manager = { id: 'manager', username: 'manager', roles: ['employee', 'manager'] } as const;

let expenses: MemoryExpenseStore;
let calls: string[];
let status: ExecutionStatus;

beforeEach(() => {
  expenses = createMemoryExpenseStore();
  calls = [];
  status = 'running';
});

const keep = (expense: Expense) => void expenses.items.set(expense.id, expense);
const run = (at = now) =>
  reconcile({
    expenses,
    now: () => at,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    executions: {
      start: async ({ expenseId, round, steps }) =>
        void calls.push(`start ${expenseId} ${round} ${steps[0]?.approvers[0]}`),
      decide: async (token, outcome) => {
        calls.push(`decide ${token} ${outcome}`);
        return true;
      },
      status: async () => status,
    },
  });
const asked = () => {
  keep(aSubmittedExpense());
  return askNext(expenses, 'e1', now);
};

describe('the reconciler', () => {
  it('leaves a healthy workflow alone, and looks again in an hour', async () => {
    asked();
    expect(await run()).toEqual({ healthy: 1 });
    expect(calls).toEqual([]);
    expect(await run(new Date(now.getTime() + 59 * 60_000))).toEqual({});
    expect(await run(new Date(now.getTime() + 60 * 60_000))).toEqual({ healthy: 1 });
  });

  it('leaves an approval that was just submitted to itself', async () => {
    keep(aSubmittedExpense());
    expect(await run(new Date('2026-03-05T10:01:00.000Z'))).toEqual({});
  });

  it('starts a workflow that was never started', async () => {
    keep(aSubmittedExpense());
    status = 'missing';
    expect(await run()).toEqual({ started: 1 });
    expect(calls).toEqual(['start e1 1 USER#manager']);
  });

  it('repeats a decision that the workflow has not taken', async () => {
    keep(decided(asked(), manager, { outcome: 'approved' }, new Date('2026-03-05T12:00:00.000Z')));
    expect(await run()).toEqual({ 'decision-sent': 1 });
    expect(calls).toEqual(['decide token-e1-0-0 approved']);
  });

  it.each(['approved', 'rejected'] as const)(
    'settles an expense whose workflow ended after it was %s',
    async (outcome) => {
      keep(decided(asked(), manager, { outcome }, new Date('2026-03-05T12:00:00.000Z')));
      status = 'ended';
      expect(await run()).toEqual({ settled: 1 });
      const settled = expenses.items.get('e1');
      expect(settled).toMatchObject({ status: outcome, settledAt: now.toISOString() });
      expect(settled).not.toHaveProperty('taskToken');
      expect(settled).not.toHaveProperty('workflowCheckAt');
    },
  );

  it('gives an expense back to its owner when the workflow ended undecided', async () => {
    asked();
    status = 'ended';
    expect(await run()).toEqual({ returned: 1 });
    const returned = expenses.items.get('e1');
    expect(returned?.status).toBe('draft');
    expect(returned?.queue).toBeUndefined();
    expect(returned?.history.at(-1)).toMatchObject({ by: 'system', event: 'approval-failed' });
  });

  it('does nothing when the workflow finished while it was looking', async () => {
    asked();
    status = 'ended';
    expenses.beforeSave = () => {
      const current = expenses.items.get('e1');
      if (current) keep({ ...current, version: current.version + 1 });
    };
    expect(await run()).toEqual({ none: 1 });
  });

  it('goes on with the others when one fails', async () => {
    asked();
    keep(aSubmittedExpense({ id: 'e2' }));
    const { load } = expenses;
    (expenses as { load: typeof load }).load = async (id) => {
      if (id === 'e1') throw new Error('throttled');
      return load(id);
    };
    expect(await run()).toEqual({ failed: 1, healthy: 1 });
  });
});
