import { type DeletedExpense, deletedExpenseOf, tombstone } from '../expenses/deleted-expense.ts';
import { ownerOrder } from '../expenses/expense-item.ts';
import type { Expense, ExpenseListing } from '../expenses/expenses.schema.ts';
import type { ExpenseStore, KeyClaim } from '../expenses/expenses.store.ts';
import { isKeyInUse } from '../persistence/idempotency.ts';
import type { Page } from '../persistence/page.ts';
import type { Fingerprints } from '../receipts/fingerprints.ts';
import type { FileOwner } from '../receipts/receipt-files.ts';
import type { User } from '../users/users.schema.ts';
import type { UserStore } from '../users/users.store.ts';

/** An expense store in memory, with what tests inspect and control. */
export interface MemoryExpenseStore extends ExpenseStore {
  readonly items: Map<string, Expense>;
  /** Called before each save, for a test that writes in between. */
  beforeSave: (expense: Expense) => void;
  writes: number;
  /** The sums of automatic approvals, by person and period. */
  readonly granted: Map<string, number>;
}

/** For tests of rules: with the same conditions on writes as the table, and without its limits. */
export function createMemoryExpenseStore(): MemoryExpenseStore {
  const items = new Map<string, Expense>();
  const deleted = new Map<string, DeletedExpense>();
  const claims = new Map<string, KeyClaim>();
  const store: MemoryExpenseStore = {
    items,
    beforeSave: () => {},
    writes: 0,
    granted: new Map(),
    load: async (id) => items.get(id),
    async add(expense) {
      const known = deleted.get(expense.id) ?? items.get(expense.id);
      if (known) return known;
      store.writes++;
      items.set(expense.id, expense);
      return 'added';
    },
    async save(expense) {
      store.beforeSave(expense);
      if (items.get(expense.id)?.version !== expense.version - 1) return false;
      store.writes++;
      items.set(expense.id, expense);
      return true;
    },
    async claimKey(keyId, claim) {
      const held = claims.get(keyId);
      if (held && isKeyInUse(held.at, new Date(claim.at))) return held;
      claims.set(keyId, claim);
      return claim;
    },
    async saveAutoApproved(expense, sum, periods) {
      const counterOf = (name: string) => `${expense.ownerId} ${name}`;
      const granted = (name: string) => store.granted.get(counterOf(name)) ?? 0;
      if (items.get(expense.id)?.version === expense.version - 1) {
        if (periods.some(({ name, limit }) => granted(name) + sum > limit)) return 'limit-reached';
      }
      if (!(await store.save(expense))) return 'conflict';
      for (const { name } of periods) store.granted.set(counterOf(name), granted(name) + sum);
      return 'saved';
    },
    async remove(expense, at) {
      const { id, version } = expense;
      if (items.get(id)?.version !== version) return false;
      store.writes++;
      const left = deletedExpenseOf(tombstone(expense, at));
      if (left) deleted.set(id, left);
      return items.delete(id);
    },
    async ofOwner(ownerId, { status, category, from, to }, limit, after) {
      const all = [...items.values()].filter(
        (expense) =>
          expense.ownerId === ownerId &&
          (status === undefined || expense.status === status) &&
          (category === undefined || expense.category === category) &&
          (from === undefined || expense.incurredOn >= from) &&
          (to === undefined || expense.incurredOn <= to),
      );
      const sorted = all.sort((a, b) => (ownerOrder(a) < ownerOrder(b) ? 1 : -1));
      return page(sorted, ownerOrder, (order) => after === undefined || order < after, limit);
    },
    async waiting(queues, exceptFor, limit, after) {
      const order = (expense: Expense) => expense.queue?.order ?? '';
      const all = [...items.values()].filter(
        ({ queue, ownerId, decidedBy }) =>
          queue && queues.includes(queue.approver) && ownerId !== exceptFor && !decidedBy.includes(exceptFor),
      );
      const sorted = all.sort((a, b) => (order(a) < order(b) ? -1 : 1));
      return page(sorted, order, (position) => after === undefined || position > after, limit);
    },
    async countUnderWay() {
      return [...items.values()].filter(
        ({ workflowCheckAt, status }) => workflowCheckAt !== undefined && status !== 'draft',
      ).length;
    },
    async dueForCheck(what, now, limit) {
      const due = [...items.values()].filter(
        ({ workflowCheckAt: at, status }) =>
          at !== undefined && at <= now && (status === 'draft') === (what === 'receipts'),
      );
      return due.slice(0, limit).map(({ id }) => id);
    },
    async checkAgain(id, at) {
      const expense = items.get(id);
      if (expense?.workflowCheckAt !== undefined) items.set(id, { ...expense, workflowCheckAt: at });
    },
  };
  return store;
}

function page(
  sorted: readonly Expense[],
  order: (expense: Expense) => string,
  wanted: (order: string) => boolean,
  limit: number,
): Page<ExpenseListing> {
  const rest = sorted.filter((expense) => wanted(order(expense)));
  const last = rest[limit - 1];
  const next = rest.length > limit && last ? { next: order(last) } : {};
  return { entries: rest.slice(0, limit), ...next };
}

/** A user store in memory. */
export interface MemoryUserStore extends UserStore {
  readonly items: Map<string, User>;
}

/** See {@link MemoryUserStore}. */
export function createMemoryUserStore(people: readonly User[] = []): MemoryUserStore {
  const items = new Map(people.map((user) => [user.id, user]));
  let tree = 0;
  return {
    items,
    load: async (id) => items.get(id),
    async add(user) {
      if (items.has(user.id)) return false;
      items.set(user.id, user);
      return true;
    },
    async save(user) {
      if (items.get(user.id)?.version !== user.version - 1) return false;
      items.set(user.id, user);
      return true;
    },
    async saveIfUnchanged(user, { admin, assignment }) {
      const looked = [admin, assignment?.manager].filter((person) => person && person.id !== user.id);
      if (looked.some((person) => person && items.get(person.id)?.version !== person.version)) return false;
      if (assignment && assignment.tree !== tree) return false;
      if ((items.get(user.id)?.version ?? 0) !== user.version - 1) return false;
      if (assignment) tree++;
      items.set(user.id, user);
      return true;
    },
    treeVersion: async () => tree,
    async list(limit, after) {
      const sorted = [...items.values()].sort((a, b) => (a.email < b.email ? -1 : 1));
      const rest = sorted.filter(({ email }) => after === undefined || email > after.email);
      const last = rest[limit - 1];
      const next = rest.length > limit && last ? { next: { email: last.email, id: last.id } } : {};
      return { entries: rest.slice(0, limit), ...next };
    },
    dueForHandOver: async (now, limit) =>
      [...items.values()]
        .filter(({ handOver }) => handOver !== undefined && handOver.at <= now)
        .slice(0, limit)
        .map(({ id }) => id),
    findByEmail: async (email) => [...items.values()].find((user) => user.email === email.toLowerCase()),
  };
}

/** Fingerprints in memory. */
export function createMemoryFingerprints(): Fingerprints {
  const claims = new Map<string, FileOwner>();
  return {
    async claim(ownerId, sha256, receipt) {
      const key = `${ownerId}/${sha256}`;
      const held = claims.get(key) ?? receipt;
      claims.set(key, held);
      return held;
    },
    async takeOver(ownerId, sha256, from, to) {
      const key = `${ownerId}/${sha256}`;
      if (claims.get(key)?.receiptId !== from.receiptId) return false;
      claims.set(key, to);
      return true;
    },
  };
}
