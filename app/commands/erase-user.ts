import { systemActor } from '../contract/system-actor.ts';
import { erasedExpense } from '../expenses/erased-expense.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import { retryOptimistically } from '../persistence/optimistic-retry.ts';
import type { Page } from '../persistence/page.ts';
import type { UserPosition } from '../users/user-position.ts';
import type { User } from '../users/users.schema.ts';
import type { UserStore } from '../users/users.store.ts';

/** The person to erase: by email, or by the id that an earlier erasure printed. */
export type PersonReference = { readonly email: string } | { readonly id: string };

/** A person's account in the user pool. */
export interface Account {
  readonly id: string;
  readonly username: string;
}

/** The accounts of the user pool, as far as erasing needs them. */
export interface Accounts {
  /** The account with that username or email. */
  find(name: string): Promise<Account | undefined>;
  /** Ends sign-in and the refreshing of tokens. Safe to repeat. */
  disable(username: string): Promise<void>;
  remove(username: string): Promise<void>;
}

/** What erasing a person needs. */
export interface EraseUserDeps {
  readonly users: Pick<UserStore, 'load' | 'findByEmail' | 'list'> & {
    /** Deletes that version of a profile; false when another version is stored. */
    remove(user: User): Promise<boolean>;
  };
  readonly expenses: Pick<ExpenseStore, 'load' | 'save' | 'remove' | 'ofOwner' | 'waiting'>;
  readonly fingerprints: {
    /** The fingerprints of a person's files, each with the expense of its receipt. */
    ofOwner(ownerId: string): Promise<readonly { readonly sha256: string; readonly expenseId: string }[]>;
    remove(ownerId: string, sha256: string): Promise<void>;
  };
  readonly autoApprovals: {
    /** Deletes the counters of a person's automatic approvals. Safe to repeat. */
    removeAll(ownerId: string): Promise<void>;
  };
  readonly files: {
    /** Deletes all versions and delete markers of an expense's files; returns how many. */
    removeAll(expenseId: string): Promise<number>;
  };
  readonly accounts: Accounts;
  readonly now: () => Date;
}

/** What was done; the id is all that is left of the person, and can be used to repeat it. */
export interface Erasure {
  readonly id: string;
  readonly expensesKept: number;
  readonly draftsRemoved: number;
  /** Versions and delete markers. */
  readonly receiptVersionsRemoved: number;
  readonly profileRemoved: boolean;
  readonly accountRemoved: boolean;
}

const pageSize = 100;

/**
 * Erases a person. What bookkeeping needs of their expenses stays (see {@link erasedExpense}), everything else is
 * removed, the account last, so that a run that broke off can be repeated. Throws when there is no such person, and
 * while the person is needed by an approval in progress or as somebody's manager.
 */
export async function eraseUser(person: PersonReference, deps: EraseUserDeps): Promise<Erasure> {
  const { id, name, account } = await find(person, deps);
  await requireNotNeeded(id, name, deps);
  if (account) await deps.accounts.disable(account.username);
  const expenses = await eraseExpenses(id, name, deps);
  const ofFingerprints = await removeFingerprints(id, deps);
  await deps.autoApprovals.removeAll(id);
  const profileRemoved = await removeProfile(id, name, deps);
  if (account) await deps.accounts.remove(account.username);
  return {
    id,
    ...expenses,
    receiptVersionsRemoved: expenses.receiptVersionsRemoved + ofFingerprints,
    profileRemoved,
    accountRemoved: account !== undefined,
  };
}

/** The person in the table, the user pool or both; by id there may be only expenses left. */
async function find(person: PersonReference, deps: EraseUserDeps) {
  const { users, accounts } = deps;
  if ('id' in person) {
    const user = await users.load(person.id);
    const account = await accounts.find(user?.username ?? person.id);
    return { id: person.id, name: person.id, account };
  }
  const email = person.email.toLowerCase();
  const user = await users.findByEmail(email);
  const account = await accounts.find(user?.username ?? email);
  const id = user?.id ?? account?.id;
  if (id === undefined) throw new Error(`There is nobody with the email ${email}`);
  return { id, name: email, account };
}

async function requireNotNeeded(id: string, name: string, deps: EraseUserDeps): Promise<void> {
  const { expenses, users } = deps;
  const reasons: string[] = [];
  for await (const submitted of everyEntry((after?: string) =>
    expenses.ofOwner(id, { status: 'submitted' }, pageSize, after),
  )) {
    reasons.push(`their expense ${submitted.id} waits for approval`);
    break;
  }
  // The system owns and decides nothing, so no expense of the queue is left out.
  const waiting = await expenses.waiting([`USER#${id}`], systemActor, 1);
  if (waiting.entries[0]) reasons.push(`the expense ${waiting.entries[0].id} waits for their approval`);
  for await (const { managerId, email } of everyEntry((after?: UserPosition) =>
    users.list(pageSize, after),
  )) {
    if (managerId !== id) continue;
    reasons.push(`${email} reports to them`);
    break;
  }
  if (reasons.length > 0) throw new Error(`${name} cannot be erased while ${reasons.join(', and ')}`);
}

async function eraseExpenses(id: string, name: string, deps: EraseUserDeps) {
  const done = { expensesKept: 0, draftsRemoved: 0, receiptVersionsRemoved: 0 };
  for await (const listed of everyEntry((after?: string) => deps.expenses.ofOwner(id, {}, pageSize, after))) {
    // Before the item, because the files are found through it.
    done.receiptVersionsRemoved += await deps.files.removeAll(listed.id);
    const outcome = await retried(name, async () => {
      const expense = await deps.expenses.load(listed.id);
      return expense ? eraseExpense(expense, name, deps) : 'gone';
    });
    if (outcome === 'kept') done.expensesKept++;
    if (outcome === 'removed') done.draftsRemoved++;
  }
  return done;
}

/** Undefined when someone else was faster. A draft is removed: bookkeeping needs only what was submitted. */
async function eraseExpense(
  expense: Expense,
  name: string,
  { expenses, now }: EraseUserDeps,
): Promise<'kept' | 'removed' | undefined> {
  if (expense.status === 'submitted') {
    throw new Error(`${name} cannot be erased while their expense ${expense.id} waits for approval`);
  }
  if (expense.status === 'draft') return (await expenses.remove(expense, now())) ? 'removed' : undefined;
  const erased = erasedExpense(expense, now().toISOString());
  return erased === undefined || (await expenses.save(erased)) ? 'kept' : undefined;
}

/** Fingerprints also lead to the files of deleted expenses, which no index does. */
async function removeFingerprints(id: string, { fingerprints, files }: EraseUserDeps): Promise<number> {
  let removed = 0;
  for (const { sha256, expenseId } of await fingerprints.ofOwner(id)) {
    removed += await files.removeAll(expenseId);
    await fingerprints.remove(id, sha256);
  }
  return removed;
}

/** Removes the profile; returns whether there was one. */
function removeProfile(id: string, name: string, { users }: EraseUserDeps): Promise<boolean> {
  return retried(name, async () => {
    const user = await users.load(id);
    if (!user) return false;
    return (await users.remove(user)) || undefined;
  });
}

/** {@link retryOptimistically} on what is kept of the person `name`. */
function retried<Result>(name: string, attempt: () => Promise<Result | undefined>): Promise<Result> {
  return retryOptimistically(attempt, {
    onExhausted: () => {
      throw new Error(`What is kept of ${name} is being changed by others; run this again`);
    },
  });
}

async function* everyEntry<Entry, Position>(
  page: (after?: Position) => Promise<Page<Entry, Position>>,
): AsyncGenerator<Entry> {
  let after: Position | undefined;
  do {
    const { entries, next } = await page(after);
    yield* entries;
    after = next;
  } while (after !== undefined);
}
