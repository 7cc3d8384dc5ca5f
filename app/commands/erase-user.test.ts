import { beforeEach, describe, expect, it } from 'vitest';
import type { Expense } from '../expenses/expenses.schema.ts';
import { anExpense, anExpenseWithReceipt, aSubmittedExpense } from '../testing/builders.ts';
import {
  createMemoryExpenseStore,
  createMemoryUserStore,
  type MemoryExpenseStore,
} from '../testing/memory-stores.ts';
import { newUser } from '../users/user.ts';
import type { User } from '../users/users.schema.ts';
import { type Account, type EraseUserDeps, eraseUser } from './erase-user.ts';

const at = '2026-03-05T10:00:00.000Z';
const later = '2026-06-01T08:00:00.000Z';

const person = (id: string, more: Partial<User> = {}): User => ({
  ...newUser({ id, username: id, email: `${id}@example.com`, name: `The ${id}`, at }),
  ...more,
});

/** Approved, with words in every place where people can write some. */
function anApprovedExpense(details: Partial<Expense> = {}): Expense {
  const decision = { outcome: 'approved', by: 'manager', at, comment: 'Fine, Ann' } as const;
  return {
    ...anExpenseWithReceipt({
      merchant: 'Dinner with Bob Ray',
      description: 'Ann met Bob',
      tags: ['ann'],
      bodyHash: 'hash',
      ...details,
    }),
    status: 'approved',
    settledAt: at,
    approval: {
      round: 1,
      steps: [{ name: 'manager', status: 'decided', approvers: ['USER#manager'], decision }],
    },
    history: [
      { at, by: 'ann', event: 'created' },
      { at, by: 'manager', event: 'step-approved', comment: 'Fine, Ann' },
    ],
    decidedBy: ['manager'],
  };
}

let expenses: MemoryExpenseStore;
let people: User[];
let accounts: (Account & { enabled: boolean })[];
/** How many versions each expense's files have. */
let files: Map<string, number>;
let fingerprints: Map<string, string>;
/** Whose expenses were counted. */
let counters: string[];
let done: string[];

beforeEach(() => {
  expenses = createMemoryExpenseStore();
  people = [person('ann', { managerId: 'manager' }), person('manager')];
  accounts = [{ id: 'ann', username: 'ann', enabled: true }];
  files = new Map();
  fingerprints = new Map();
  counters = ['ann', 'manager'];
  done = [];
});

/** The places where a person is kept, in memory; `broken` is the step that fails. */
function places(broken?: string): EraseUserDeps {
  const step = (name: string) => {
    if (name === broken) throw new Error(`${name} is broken`);
    done.push(name);
  };
  const users = createMemoryUserStore(people);
  return {
    users: {
      ...users,
      async remove(user) {
        step('profile');
        if (users.items.get(user.id)?.version !== user.version) return false;
        people = people.filter(({ id }) => id !== user.id);
        return users.items.delete(user.id);
      },
    },
    expenses,
    fingerprints: {
      ofOwner: async () => [...fingerprints].map(([sha256, expenseId]) => ({ sha256, expenseId })),
      async remove(_ownerId, sha256) {
        step('fingerprint');
        fingerprints.delete(sha256);
      },
    },
    autoApprovals: {
      async removeAll(ownerId) {
        step('counters');
        counters = counters.filter((counter) => counter !== ownerId);
      },
    },
    files: {
      async removeAll(expenseId) {
        step('files');
        const count = files.get(expenseId) ?? 0;
        files.delete(expenseId);
        return count;
      },
    },
    accounts: {
      find: async (name) =>
        accounts.find(({ username }) => [username, `${username}@example.com`].includes(name)),
      async disable(name) {
        step('disable');
        accounts = accounts.map((account) =>
          account.username === name ? { ...account, enabled: false } : account,
        );
      },
      async remove(name) {
        step('account');
        accounts = accounts.filter(({ username }) => username !== name);
      },
    },
    now: () => new Date(later),
  };
}

const add = (...made: readonly Expense[]) => {
  for (const expense of made) expenses.items.set(expense.id, expense);
};
const ann = { email: 'Ann@example.com' };

describe('erasing a person', () => {
  it('keeps what bookkeeping needs of an expense, and nothing that somebody wrote', async () => {
    const before = anApprovedExpense({ ownerId: 'ann' });
    add(before);
    await eraseUser(ann, places());
    const { description, bodyHash, ...rest } = before;
    expect(expenses.items.get(before.id)).toEqual({
      ...rest,
      merchant: 'erased',
      tags: [],
      receipts: {},
      approval: {
        round: 1,
        steps: [
          {
            name: 'manager',
            status: 'decided',
            approvers: ['USER#manager'],
            decision: { outcome: 'approved', by: 'manager', at },
          },
        ],
      },
      history: [
        { at, by: 'ann', event: 'created' },
        { at, by: 'manager', event: 'step-approved' },
        { at: later, by: 'system', event: 'erased' },
      ],
      version: before.version + 1,
      updatedAt: later,
    });
  });

  it('removes drafts, files, fingerprints, the profile, and the account last', async () => {
    add(anExpense({ id: 'draft', ownerId: 'ann' }), anApprovedExpense({ id: 'old', ownerId: 'ann' }));
    files.set('draft', 1).set('old', 2).set('deleted-before', 3);
    fingerprints.set('a'.repeat(64), 'old').set('b'.repeat(64), 'deleted-before');
    expect(await eraseUser(ann, places())).toEqual({
      id: 'ann',
      expensesKept: 1,
      draftsRemoved: 1,
      receiptVersionsRemoved: 6,
      profileRemoved: true,
      accountRemoved: true,
    });
    expect([...expenses.items.keys()]).toEqual(['old']);
    expect([files.size, fingerprints.size, accounts.length]).toEqual([0, 0, 0]);
    expect(counters).toEqual(['manager']);
    expect(people.map(({ id }) => id)).toEqual(['manager']);
    expect([done[0], done.at(-1)]).toEqual(['disable', 'account']);
  });

  it('leaves the expenses of others alone', async () => {
    const other = anApprovedExpense({ id: 'other', ownerId: 'manager' });
    add(other);
    await eraseUser(ann, places());
    expect(expenses.items.get('other')).toBe(other);
  });

  it('takes an expense as it is now when someone else is faster', async () => {
    add(anApprovedExpense({ ownerId: 'ann' }));
    expenses.beforeSave = (expense) => {
      expenses.beforeSave = () => {};
      const now = expenses.items.get(expense.id) as Expense;
      add({ ...now, version: now.version + 1, description: 'More of Ann' });
    };
    await eraseUser(ann, places());
    expect(expenses.items.get('e1')?.description).toBeUndefined();
  });

  it.each(['files', 'fingerprint', 'counters', 'profile', 'account'])(
    'goes on after %s broke it off',
    async (broken) => {
      add(anExpense({ id: 'draft', ownerId: 'ann' }), anApprovedExpense({ id: 'old', ownerId: 'ann' }));
      files.set('draft', 1).set('old', 2);
      fingerprints.set('a'.repeat(64), 'old');
      await expect(eraseUser(ann, places(broken))).rejects.toThrow('is broken');
      expect(await eraseUser(ann, places())).toMatchObject({
        id: 'ann',
        expensesKept: 1,
        accountRemoved: true,
      });
      expect([files.size, fingerprints.size, accounts.length, people.length]).toEqual([0, 0, 0, 1]);
    },
  );

  it('writes nothing the second time, when asked for the id', async () => {
    add(anApprovedExpense({ ownerId: 'ann' }));
    await eraseUser(ann, places());
    const { writes } = expenses;
    expect(await eraseUser({ id: 'ann' }, places())).toMatchObject({
      expensesKept: 1,
      profileRemoved: false,
      accountRemoved: false,
    });
    expect(expenses.writes).toBe(writes);
  });

  it('says that there is nobody, the second time too', async () => {
    await eraseUser(ann, places());
    await expect(eraseUser(ann, places())).rejects.toThrow('There is nobody with the email ann@example.com');
  });
});

describe('a person is not erased', () => {
  it.each([
    [
      'whose expense waits for approval',
      () => add(aSubmittedExpense({ ownerId: 'ann' })),
      'their expense e1 waits for approval',
    ],
    [
      'whom an approval waits for',
      () =>
        add({
          ...aSubmittedExpense({ ownerId: 'manager' }),
          queue: { approver: 'USER#ann', order: `${at}#e1` },
        }),
      'the expense e1 waits for their approval',
    ],
    [
      'who is a manager',
      () => people.push(person('bob', { managerId: 'ann' })),
      'bob@example.com reports to them',
    ],
  ])('%s', async (_who, bringAbout, reason) => {
    bringAbout();
    await expect(eraseUser(ann, places())).rejects.toThrow(
      `ann@example.com cannot be erased while ${reason}`,
    );
    expect(done).toEqual([]);
    expect(accounts[0]?.enabled).toBe(true);
  });

  it('and hears every reason at once', async () => {
    add(aSubmittedExpense({ ownerId: 'ann' }));
    people.push(person('bob', { managerId: 'ann' }));
    await expect(eraseUser(ann, places())).rejects.toThrow(
      'while their expense e1 waits for approval, and bob@example.com reports to them',
    );
  });
});
