import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createExpenseStore } from '../../app/expenses/expenses.store.ts';
import { openTable, type Table } from '../../app/persistence/table.ts';
import { createFingerprints } from '../../app/receipts/fingerprints.ts';
import { anExpense } from '../../app/testing/builders.ts';
import { newUser } from '../../app/users/user.ts';
import { createUserStore } from '../../app/users/users.store.ts';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { type AppAws, startAppAws } from './aws.ts';

let aws: AppAws;
let table: Table;
/** What happens between a write whose answer is lost and its repetition by the SDK; nothing is lost while undefined. */
let meanwhile: (() => Promise<unknown>) | undefined;

beforeAll(async () => {
  aws = await startAppAws();
  const client = aws.aws.client(DynamoDBClient, { maxAttempts: 3 });
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const happens = context.commandName === 'PutItemCommand' ? meanwhile : undefined;
      if (!happens) return next(args);
      meanwhile = undefined;
      await next(args).catch(() => {});
      await happens();
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' });
    },
    // Behind the SDK's retries: each attempt passes here.
    { step: 'finalizeRequest', priority: 'low', name: 'loseAnswer' },
  );
  let writes = 0;
  table = openTable(client, aws.tableName, () => `write-${++writes}`);
});
afterAll(() => aws[Symbol.asyncDispose]());
afterEach(() => {
  expect(meanwhile).toBeUndefined();
});

const loseNextAnswer = (happens: () => Promise<unknown> = async () => {}) => {
  meanwhile = happens;
};
const owner = 'owner';
const at = '2026-03-05T10:00:00.000Z';

async function stored() {
  const expenses = createExpenseStore(table);
  const expense = anExpense({ id: uniqueName('e'), ownerId: owner });
  await expenses.add(expense);
  return { expenses, expense, next: { ...expense, version: 2, merchant: 'Next' } };
}

describe('a write whose answer was lost knows itself when the SDK repeats it', () => {
  it('adding an expense', async () => {
    const expenses = createExpenseStore(table);
    loseNextAnswer();
    expect(await expenses.add(anExpense({ id: uniqueName('e') }))).toBe('added');
  });

  it('saving an expense', async () => {
    const { expenses, next } = await stored();
    loseNextAnswer();
    expect(await expenses.save(next)).toBe(true);
    expect(await expenses.load(next.id)).toMatchObject({ version: 2, merchant: 'Next' });
  });

  it('deleting an expense', async () => {
    const { expenses, expense } = await stored();
    loseNextAnswer();
    expect(await expenses.remove(expense, new Date(at))).toBe(true);
    expect(await expenses.load(expense.id)).toBeUndefined();
  });

  it('saving what somebody else has changed before the repetition', async () => {
    const { expenses, next } = await stored();
    loseNextAnswer(async () => {
      const kept = await expenses.load(next.id);
      if (!kept) throw new Error('The first attempt was not made');
      expect(await expenses.save({ ...kept, version: 3, merchant: 'Other' })).toBe(true);
    });
    expect(await expenses.save(next)).toBe(true);
    expect(await expenses.load(next.id)).toMatchObject({ version: 3, merchant: 'Other' });
  });

  it('adding and saving a person', async () => {
    const users = createUserStore(table);
    const person = newUser({ id: uniqueName('u'), username: 'u', name: 'U', email: uniqueName('u'), at });
    loseNextAnswer();
    expect(await users.add(person)).toBe(true);
    loseNextAnswer();
    expect(await users.save({ ...person, version: 2 })).toBe(true);
  });

  it('claiming a fingerprint and taking one over', async () => {
    const fingerprints = createFingerprints(table);
    const [one, two] = [
      { expenseId: 'e1', receiptId: 'r1' },
      { expenseId: 'e2', receiptId: 'r2' },
    ];
    loseNextAnswer();
    expect(await fingerprints.claim(owner, 'hash', one)).toEqual(one);
    loseNextAnswer();
    expect(await fingerprints.takeOver(owner, 'hash', one, two)).toBe(true);
    expect(await fingerprints.claim(owner, 'hash', one)).toEqual(two);
  });
});

describe('a write that somebody else was faster than', () => {
  it('is still refused, also when its own answer is lost', async () => {
    const { expenses, next } = await stored();
    expect(await expenses.save(next)).toBe(true);
    loseNextAnswer();
    expect(await expenses.save({ ...next, merchant: 'Late' })).toBe(false);
    expect(await expenses.load(next.id)).toMatchObject({ merchant: 'Next' });
  });
});
