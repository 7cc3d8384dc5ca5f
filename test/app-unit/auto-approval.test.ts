import { DynamoDBClient, GetItemCommand, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { submitted } from '../../app/approvals/approval.ts';
import { newSubmission } from '../../app/approvals/submission.ts';
import type { Expense } from '../../app/expenses/expenses.schema.ts';
import { createExpenseStore, type ExpenseStore } from '../../app/expenses/expenses.store.ts';
import { changeOnce } from '../../app/persistence/change-once.ts';
import { autoApprovedKey } from '../../app/persistence/keys.ts';
import { openTable } from '../../app/persistence/table.ts';
import { anExpense } from '../../app/testing/builders.ts';
import { createMemoryExpenseStore, createMemoryUserStore } from '../../app/testing/memory-stores.ts';
import { newUser } from '../../app/users/user.ts';
import type { User } from '../../app/users/users.schema.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { type AppAws, startAppAws } from './aws.ts';

const at = new Date('2026-03-05T10:00:00.000Z');
const day = 'DAY#2026-03-05';
const periods = (perDay: number, perMonth = 1_000_000) => [
  { name: day, limit: perDay } as const,
  { name: 'MONTH#2026-03', limit: perMonth } as const,
];

let aws: AppAws;
let onTable: ExpenseStore;
/** What happens to each transaction in place of, or after, what it does; `carryOut` does it. */
let struck: ((carryOut: () => Promise<unknown>) => Promise<void>) | undefined;
let transactions: number;

beforeAll(async () => {
  aws = await startAppAws();
  const client = aws.aws.client(DynamoDBClient, { maxAttempts: 3 });
  client.middlewareStack.add(
    (next) => async (args) => {
      if (!('TransactItems' in args.input)) return next(args);
      transactions++;
      const strike = struck;
      struck = undefined;
      await strike?.(() => next(args));
      return next(args);
    },
    // Behind the SDK's retries: each attempt passes here.
    { step: 'finalizeRequest', priority: 'low', name: 'strike' },
  );
  let writes = 0;
  onTable = createExpenseStore(openTable(client, aws.tableName, () => `write-${++writes}`));
});
afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  struck = undefined;
  transactions = 0;
});

async function granted(ownerId: string, period = day): Promise<number> {
  const Key = marshall(autoApprovedKey(ownerId, period));
  const { Item } = await aws.dynamodb.send(new GetItemCommand({ TableName: aws.tableName, Key }));
  return Number(Item?.granted?.N ?? 0);
}

async function aDraft(expenses: ExpenseStore, ownerId: string, amount = 2500): Promise<Expense> {
  const draft = anExpense({ id: uniqueName('e'), ownerId, amount });
  await expenses.add(draft);
  return draft;
}

const backends: [string, () => ExpenseStore][] = [
  ['memory', createMemoryExpenseStore],
  ['DynamoDB', () => onTable],
];

describe.each(backends)('saving what nobody is asked about, in %s', (_name, open) => {
  it('counts up to the limit of each period, and writes nothing beyond', async () => {
    const [expenses, owner] = [open(), uniqueName('owner')];
    const save = async (sum: number, ...limits: [number, number?]) => {
      const draft = await aDraft(expenses, owner);
      const next = submitted(draft, [], owner, at);
      const outcome = await expenses.saveAutoApproved(next, sum, periods(...limits));
      expect((await expenses.load(draft.id))?.status).toBe(outcome === 'saved' ? 'submitted' : 'draft');
      return outcome;
    };
    expect(await save(11, 10)).toBe('limit-reached');
    expect(await save(6, 10)).toBe('saved');
    expect(await save(5, 10)).toBe('limit-reached');
    expect(await save(4, 10)).toBe('saved');
    expect(await save(1, 10)).toBe('limit-reached');
    expect(await save(1, 100, 10)).toBe('limit-reached');
    expect(await save(1, 100, 11)).toBe('saved');
  });

  it('counts nothing when somebody else was faster', async () => {
    const [expenses, owner] = [open(), uniqueName('owner')];
    const draft = await aDraft(expenses, owner);
    await expenses.save({ ...draft, version: 2 });
    const stale = submitted(draft, [], owner, at);
    expect(await expenses.saveAutoApproved(stale, 10, periods(10))).toBe('conflict');
    const next = submitted({ ...draft, version: 2 }, [], owner, at);
    expect(await expenses.saveAutoApproved(next, 10, periods(10))).toBe('saved');
  });
});

/** What AWS answers when a counter's step has that reason, which the embedded AWS has no cause for. */
const cancelledFor = (Code: string) => async () => {
  throw new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: [{ Code: 'None' }, { Code }, { Code: 'None' }],
  });
};

describe('the transaction', () => {
  it('whose answer was lost counts once', async () => {
    const owner = uniqueName('owner');
    const next = submitted(await aDraft(onTable, owner), [], owner, at);
    struck = async (carryOut) => {
      await carryOut();
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' });
    };
    expect(await onTable.saveAutoApproved(next, 2500, periods(5000))).toBe('saved');
    expect(await granted(owner)).toBe(2500);
    expect(await granted(owner, 'MONTH#2026-03')).toBe(2500);
  });

  it('that AWS cancels because another one is at work is outrun, and can be tried again', async () => {
    const owner = uniqueName('owner');
    const next = submitted(await aDraft(onTable, owner), [], owner, at);
    struck = cancelledFor('TransactionConflict');
    expect(await onTable.saveAutoApproved(next, 2500, periods(5000))).toBe('conflict');
    expect(await onTable.saveAutoApproved(next, 2500, periods(5000))).toBe('saved');
  });

  it('that AWS cancels for another reason is an error', async () => {
    const owner = uniqueName('owner');
    const next = submitted(await aDraft(onTable, owner), [], owner, at);
    struck = cancelledFor('ValidationError');
    await expect(onTable.saveAutoApproved(next, 2500, periods(5000))).rejects.toThrow(
      'Transaction cancelled',
    );
  });

  it('leaves counters that time to live removes after the month', async () => {
    const owner = uniqueName('owner');
    await onTable.saveAutoApproved(submitted(await aDraft(onTable, owner), [], owner, at), 1, periods(10));
    const Key = marshall(autoApprovedKey(owner, 'MONTH#2026-03'));
    const { Item } = await aws.dynamodb.send(new GetItemCommand({ TableName: aws.tableName, Key }));
    expect(Number(Item?.expiresAt?.N) * 1000).toBeGreaterThan(Date.parse('2026-04-01T00:00:00.000Z'));
  });
});

/** Submits a draft as its owner; default: the owner has a manager. */
async function submit(ownerId: string, { id }: Expense, managerId = 'manager') {
  const person = (name: string, more: Partial<User> = {}): User => ({
    ...newUser({ id: name, username: name, email: name, name, at: '', roles: ['manager'] }),
    ...more,
  });
  const owner = person(ownerId, { managerId });
  const users = createMemoryUserStore([
    owner,
    person('manager'),
    person('peer', { roles: ['employee'] }),
    person('leaver', { deactivatedAt: at.toISOString() }),
  ]);
  const load = async () => {
    const expense = await onTable.load(id);
    if (!expense) throw new Error(`No expense ${id}`);
    return expense;
  };
  const submission = newSubmission({ expenses: onTable, users, now: () => at }, async () => owner);
  const { entity: expense } = await changeOnce(load, submission.save, submission.change, { now: () => at });
  return expense.approval?.steps.map(({ name }) => name);
}

describe('two submissions at once at the limit', () => {
  it('never pass it, and none is lost', async () => {
    const rounds = Array.from({ length: 50 }, async () => {
      const owner = uniqueName('owner');
      await submit(owner, await aDraft(onTable, owner));
      const drafts = await Promise.all([aDraft(onTable, owner), aDraft(onTable, owner)]);
      const chains = await Promise.all(drafts.map((draft) => submit(owner, draft)));
      expect(chains.sort()).toEqual([[], ['manager']]);
      expect(await granted(owner)).toBe(5000);
      for (const { id } of drafts) expect((await onTable.load(id))?.status).toBe('submitted');
    });
    await Promise.all(rounds);
  });
});

describe('only what nobody is asked about takes a transaction', () => {
  it.each([
    ['a small expense', 2500, 'manager', 1],
    ['a larger one', 2501, 'manager', 0],
    ['one of somebody whose manager is gone', 2500, 'nobody', 0],
    ['one of somebody whose manager has not the role', 2500, 'peer', 0],
    ['one of somebody whose manager was deactivated', 2500, 'leaver', 0],
  ])('%s', async (_what, amount, managerId, expected) => {
    const owner = uniqueName('owner');
    await submit(owner, await aDraft(onTable, owner, amount), managerId);
    expect(transactions).toBe(expected);
  });
});
