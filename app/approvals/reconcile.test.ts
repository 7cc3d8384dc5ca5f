import { beforeEach, describe, expect, it } from 'vitest';
import type { Expense } from '../expenses/expenses.schema.ts';
import { aSubmittedExpense } from '../testing/builders.ts';
import {
  createMemoryExpenseStore,
  createMemoryUserStore,
  type MemoryExpenseStore,
  type MemoryUserStore,
} from '../testing/memory-stores.ts';
import { askNext } from '../testing/test-api.ts';
import { changedUser, newUser, withActive } from '../users/user.ts';
import type { User } from '../users/users.schema.ts';
import { decided } from './approval.ts';
import type { ExecutionStatus } from './executions.ts';
import { createNotifyWorkflow } from './notify-workflow.ts';
import { reconcile } from './reconcile.ts';

const now = new Date('2026-03-06T10:00:00.000Z');
const manager = { id: 'manager', username: 'manager', roles: ['employee', 'manager'] } as const;

const silent = { info: () => {}, warn: () => {}, error: () => {} };

let expenses: MemoryExpenseStore;
let users: MemoryUserStore;
let calls: string[];
let status: ExecutionStatus;

beforeEach(() => {
  expenses = createMemoryExpenseStore();
  users = createMemoryUserStore([person('owner', 'manager'), person('manager'), person('other')]);
  calls = [];
  status = 'running';
});

/** Somebody with the role manager. */
function person(id: string, managerId?: string): User {
  const details = {
    id,
    username: id,
    email: id,
    name: id,
    roles: ['manager'],
    at: now.toISOString(),
  } as const;
  return newUser({ ...details, ...(managerId ? { managerId } : {}) });
}

const keep = (expense: Expense) => void expenses.items.set(expense.id, expense);
const run = (at = now) =>
  reconcile({
    expenses,
    users,
    notifyWorkflow: createNotifyWorkflow(silent),
    now: () => at,
    log: silent,
    executions: {
      start: async ({ expenseId, round, steps }) =>
        void calls.push(`start ${expenseId} ${round} ${steps[0]?.approvers[0]}`),
      decide: async (token, outcome) => {
        calls.push(`decide ${token} ${outcome}`);
        return true;
      },
      move: async (token, { to }) => {
        calls.push(`move ${token} ${to ?? 'on'}`);
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

  it('tells the workflow again of a move that it has not taken notice of', async () => {
    const manager = users.items.get('manager') as User;
    users.items.set('manager', withActive(manager, false, now.toISOString()));
    asked();
    const late = new Date(now.getTime() + 3_600_000);
    expect(await run()).toEqual({ moved: 1 });
    calls = [];
    expect(await run(late)).toEqual({ 'move-sent': 1 });
    expect(calls).toEqual(['move token-e1-0-0 on']);
  });
});

describe('what waits with a person, when the reconciler comes,', () => {
  const change = (id: string, by: (user: User) => User) =>
    users.items.set(id, by(users.items.get(id) as User));

  it.each([
    ['stays while all is well', () => {}, {}],
    [
      'moves on from who was deactivated',
      () => change('manager', (user) => withActive(user, false, now.toISOString())),
      { comment: 'The approver was deactivated', move: 'move token-e1-0-0 on' },
    ],
    [
      'moves on from who lost the role',
      () => change('manager', (user) => changedUser(user, { roles: [] }, now.toISOString())),
      { comment: 'The approver no longer has the role manager', move: 'move token-e1-0-0 on' },
    ],
    [
      'moves on from who has left',
      () => users.items.delete('manager'),
      { comment: 'The approver has left', move: 'move token-e1-0-0 on' },
    ],
    [
      'goes to whom the owner reports to now',
      () => change('owner', (user) => changedUser(user, { managerId: 'other' }, now.toISOString())),
      { comment: 'The owner reports to somebody else', move: 'move token-e1-0-0 USER#other' },
    ],
    [
      'moves on where the owner reports to nobody now',
      () => change('owner', (user) => changedUser(user, { managerId: null }, now.toISOString())),
      { comment: 'The owner reports to nobody any more', move: 'move token-e1-0-0 on' },
    ],
  ] satisfies [string, () => unknown, { comment?: string; move?: string }][])(
    '%s',
    async (_what, happens, given) => {
      const expected: { comment?: string; move?: string } = given;
      asked();
      happens();
      await run();
      const expense = expenses.items.get('e1');
      expect(calls).toEqual(expected.move ? [expected.move] : []);
      if (!expected.comment) return expect(expense?.queue?.approver).toBe('USER#manager');
      expect(expense?.queue).toBeUndefined();
      expect(expense?.history.at(-1)).toMatchObject({
        event: 'approval-moved',
        by: 'system',
        comment: expected.comment,
      });
    },
  );

  it('is looked at in the next run after a change, though the workflow was healthy a minute ago', async () => {
    asked();
    expect(await run()).toEqual({ healthy: 1 });
    change('manager', (user) => changedUser(user, { roles: [] }, now.toISOString()));
    expect(await run(new Date(now.getTime() + 60_000))).toEqual({ moved: 1 });
    expect(calls).toEqual(['move token-e1-0-0 on']);
  });

  it('lets go of who has nothing to hand over any more', async () => {
    change('manager', (user) => changedUser(user, { roles: [] }, now.toISOString()));
    await run();
    expect(users.items.get('manager')?.handOver).toBeDefined();
    await run(new Date(now.getTime() + 120_000));
    expect(users.items.get('manager')?.handOver).toBeUndefined();
  });
});
