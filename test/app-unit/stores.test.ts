import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExpenseStore, type ExpenseStore } from '../../app/expenses/expenses.store.ts';
import { expenseKey } from '../../app/persistence/keys.ts';
import { createFingerprints, type Fingerprints } from '../../app/receipts/fingerprints.ts';
import { anExpense, aSubmittedExpense } from '../../app/testing/builders.ts';
import {
  createMemoryExpenseStore,
  createMemoryFingerprints,
  createMemoryUserStore,
} from '../../app/testing/memory-stores.ts';
import { newUser } from '../../app/users/user.ts';
import type { UserPosition } from '../../app/users/user-position.ts';
import { createUserStore, type UserStore } from '../../app/users/users.store.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { type AppAws, startAppAws } from './aws.ts';

interface Stores {
  readonly expenses: ExpenseStore;
  readonly users: UserStore;
  readonly fingerprints: Fingerprints;
}

let aws: AppAws;
beforeAll(async () => {
  aws = await startAppAws();
});
afterAll(() => aws[Symbol.asyncDispose]());

const backends: [string, () => Stores][] = [
  [
    'memory',
    () => ({
      expenses: createMemoryExpenseStore(),
      users: createMemoryUserStore(),
      fingerprints: createMemoryFingerprints(),
    }),
  ],
  [
    'DynamoDB',
    () => ({
      expenses: createExpenseStore(aws.table),
      users: createUserStore(aws.table),
      fingerprints: createFingerprints(aws.table),
    }),
  ],
];

const minute = (n: number) => `2026-03-05T10:${String(n).padStart(2, '0')}:00.000Z`;
/** What is kept but for the ids of its writes, which are the table's. */
const bare = <Kept extends { readonly writes?: readonly string[] }>(kept: Kept | undefined) => {
  if (kept === undefined) return undefined;
  const { writes, ...rest } = kept;
  return rest;
};
const ids = (page: { entries: readonly { id: string }[] }) => page.entries.map(({ id }) => id);

describe.each(backends)('the expense store in %s', (_name, open) => {
  const fresh = () => ({ ...open(), id: uniqueName('e'), owner: uniqueName('owner') });

  it('keeps an expense as it is', async () => {
    const { expenses, id, owner } = fresh();
    const expense = { ...aSubmittedExpense({ id, ownerId: owner }), waitedFor: ['USER#m'], taskToken: 't' };
    expect(await expenses.add(expense)).toBe('added');
    expect(bare(await expenses.load(id))).toEqual(expense);
    expect(await expenses.load('none')).toBeUndefined();
  });

  it('adds an expense once, and answers with the one that is there', async () => {
    const { expenses, id, owner } = fresh();
    const first = anExpense({ id, ownerId: owner });
    await expenses.add(first);
    expect(await expenses.add({ ...first, merchant: 'Other' })).toMatchObject(first);
  });

  it('saves only the version after the kept one', async () => {
    const { expenses, id, owner } = fresh();
    const expense = anExpense({ id, ownerId: owner });
    await expenses.add(expense);
    expect(await expenses.save({ ...expense, version: 3 })).toBe(false);
    const writes = [1, 2, 3].map((n) => expenses.save({ ...expense, version: 2, merchant: `M${n}` }));
    expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1);
    expect(await expenses.save({ ...expense, id: uniqueName('never'), version: 2 })).toBe(false);
  });

  it('removes only the kept version, and remembers that it was there', async () => {
    const { expenses, id, owner } = fresh();
    const expense = anExpense({ id, ownerId: owner });
    await expenses.add(expense);
    expect(await expenses.remove({ ...expense, version: 2 }, new Date())).toBe(false);
    expect(await expenses.remove(expense, new Date())).toBe(true);
    expect(await expenses.load(id)).toBeUndefined();
    expect(await expenses.add(expense)).toMatchObject({
      createdAt: expense.createdAt,
      deletedAt: expect.any(String),
    });
    expect(ids(await expenses.ofOwner(owner, {}, 10))).toEqual([]);
    expect(await expenses.save({ ...expense, version: 2 })).toBe(false);
  });

  it('lists newest first, page by page, and nothing of others', async () => {
    const { expenses, owner } = fresh();
    const made = [];
    for (let n = 0; n < 7; n++) {
      const expense = anExpense({ id: uniqueName('e'), ownerId: owner, createdAt: minute(n) });
      await expenses.add(expense);
      await expenses.add(anExpense({ id: uniqueName('e'), ownerId: `${owner}x`, createdAt: minute(n) }));
      made.push(expense.id);
    }
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await expenses.ofOwner(owner, {}, 3, after);
      seen.push(...ids(page));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(made.reverse());
  });

  it('fills a page past what the filters leave out', async () => {
    const { expenses, owner } = fresh();
    const wanted = [];
    for (let n = 0; n < 30; n++) {
      const category = n % 10 === 0 ? 'travel' : 'meals';
      const expense = anExpense({ id: uniqueName('e'), ownerId: owner, createdAt: minute(n), category });
      await expenses.add(expense);
      if (category === 'travel') wanted.unshift(expense.id);
    }
    const first = await expenses.ofOwner(owner, { category: 'travel', from: '2026-03-04' }, 2);
    expect(ids(first)).toEqual(wanted.slice(0, 2));
    const rest = await expenses.ofOwner(owner, { category: 'travel', from: '2026-03-04' }, 2, first.next);
    expect(ids(rest)).toEqual(wanted.slice(2));
    expect(rest.next).toBeUndefined();
    expect(ids(await expenses.ofOwner(owner, { to: '2026-03-03' }, 2))).toEqual([]);
  });

  it('merges the queues of an approver by age, without their own and what they decided', async () => {
    const { expenses, owner } = fresh();
    const queues = [uniqueName('USER#'), uniqueName('ROLE#')];
    const expected = [];
    for (let n = 0; n < 9; n++) {
      const id = uniqueName('e');
      const [ownerId, decidedBy] = n === 3 ? ['me', []] : n === 4 ? [owner, ['me']] : [owner, []];
      const queue = { approver: queues[n % 2] ?? '', order: `${minute(n)}#${id}` };
      await expenses.add({ ...aSubmittedExpense({ id, ownerId }), queue, decidedBy });
      if (n !== 3 && n !== 4) expected.push(id);
    }
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await expenses.waiting(queues, 'me', 2, after);
      seen.push(...ids(page));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(expected);
  });

  it('finds workflows that are due to be looked at, until they are over', async () => {
    const { expenses, id, owner } = fresh();
    const expense = { ...aSubmittedExpense({ id, ownerId: owner }), workflowCheckAt: minute(5) };
    await expenses.add(expense);
    expect(await expenses.dueForCheck('workflow', minute(4), 100)).not.toContain(id);
    expect(await expenses.dueForCheck('workflow', minute(5), 100)).toContain(id);
    await expenses.checkAgain(id, minute(9));
    expect(await expenses.dueForCheck('workflow', minute(5), 100)).not.toContain(id);
    const { workflowCheckAt, ...done } = { ...expense, version: expense.version + 1 };
    await expenses.save(done);
    await expenses.checkAgain(id, minute(1));
    expect(await expenses.dueForCheck('workflow', minute(50), 100)).not.toContain(id);
  });

  it('finds drafts whose receipts are overdue, apart from the workflows', async () => {
    const { expenses, id, owner } = fresh();
    await expenses.add({ ...anExpense({ id, ownerId: owner }), workflowCheckAt: minute(5) });
    expect(await expenses.dueForCheck('receipts', minute(4), 100)).not.toContain(id);
    expect(await expenses.dueForCheck('receipts', minute(5), 100)).toContain(id);
    expect(await expenses.dueForCheck('workflow', minute(5), 100)).not.toContain(id);
  });

  it('counts the workflows under way, due or not', async () => {
    const { expenses, id, owner } = fresh();
    const before = await expenses.countUnderWay();
    const expense = { ...aSubmittedExpense({ id, ownerId: owner }), workflowCheckAt: minute(5) };
    await expenses.add(expense);
    expect(await expenses.countUnderWay()).toBe(before + 1);
    const { workflowCheckAt, ...done } = { ...expense, version: expense.version + 1 };
    await expenses.save(done);
    expect(await expenses.countUnderWay()).toBe(before);
  });
});

describe.each(backends)('the other stores in %s', (_name, open) => {
  it('keep people, each once, listed by email', async () => {
    const { users } = open();
    const mark = uniqueName('z');
    const people = ['c', 'a', 'b'].map((name) =>
      newUser({ id: uniqueName('u'), username: name, name, email: `${mark}${name}@X.com`, at: minute(0) }),
    );
    for (const user of people) expect(await users.add(user)).toBe(true);
    const [someone] = people;
    if (!someone) throw new Error('no people');
    expect(await users.add(someone)).toBe(false);
    expect(await users.findByEmail(`${mark}C@x.com`)).toEqual(someone);
    expect(await users.findByEmail(`${mark}d@x.com`)).toBeUndefined();
    expect(await users.save({ ...someone, version: 2, name: 'New' })).toBe(true);
    expect(await users.save({ ...someone, version: 2, name: 'Late' })).toBe(false);
    const seen: string[] = [];
    let after: UserPosition | undefined;
    do {
      const page = await users.list(2, after);
      seen.push(...page.entries.map(({ email }) => email));
      after = page.next;
    } while (after !== undefined);
    expect(seen.filter((email) => email.startsWith(mark))).toEqual(
      ['a', 'b', 'c'].map((name) => `${mark}${name}@x.com`),
    );
  });

  it('give a fingerprint to the first receipt that claims it', async () => {
    const { fingerprints } = open();
    const owner = uniqueName('o');
    const [one, two] = [
      { expenseId: 'e1', receiptId: 'r1' },
      { expenseId: 'e2', receiptId: 'r2' },
    ];
    expect(await fingerprints.claim(owner, 'hash', one)).toEqual(one);
    expect(await fingerprints.claim(owner, 'hash', two)).toEqual(one);
    expect(await fingerprints.takeOver(owner, 'hash', two, one)).toBe(false);
    expect(await fingerprints.takeOver(owner, 'hash', one, two)).toBe(true);
    expect(await fingerprints.claim(owner, 'hash', one)).toEqual(two);
  });
});

describe.each(backends)('an Idempotency-Key that is free again, in %s', (_name, open) => {
  const claim = (id: string, at: string) => ({ id, bodyHash: 'hash', at });

  it('is claimed once, also by many at once', async () => {
    const { expenses } = open();
    const key = uniqueName('key');
    const claims = await Promise.all(
      ['a', 'b', 'c'].map((id) => expenses.claimKey(key, claim(id, minute(0)))),
    );
    expect(new Set(claims.map(({ id }) => id)).size).toBe(1);
  });

  it('is claimed for 24 hours', async () => {
    const { expenses } = open();
    const key = uniqueName('key');
    await expenses.claimKey(key, claim('first', '2026-03-05T10:00:00.000Z'));
    const within = await expenses.claimKey(key, claim('second', '2026-03-06T09:59:59.999Z'));
    expect(within).toEqual(claim('first', '2026-03-05T10:00:00.000Z'));
    const after = await expenses.claimKey(key, claim('third', '2026-03-06T10:00:00.000Z'));
    expect(after.id).toBe('third');
  });
});

it('what a deleted expense leaves behind outlasts the names of its executions, and is in no index', async () => {
  const expenses = createExpenseStore(aws.table);
  const expense = anExpense({ id: uniqueName('e'), bodyHash: 'hash' });
  await expenses.add(expense);
  await expenses.remove(expense, new Date('2026-03-05T10:00:00.000Z'));
  const Key = marshall(expenseKey(expense.id));
  const { Item = {} } = await aws.dynamodb.send(new GetItemCommand({ TableName: aws.tableName, Key }));
  const ninetyDays = Date.parse('2026-06-03T10:00:00.000Z') / 1000;
  expect(Number(Item.expiresAt?.N)).toBeGreaterThan(ninetyDays);
  expect(Object.keys(Item).sort()).toEqual(
    ['bodyHash', 'createdAt', 'deletedAt', 'expiresAt', 'pk', 'sk', 'version', 'writes'].sort(),
  );
});
