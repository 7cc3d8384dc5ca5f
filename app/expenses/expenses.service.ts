import type { Actor } from '../auth/actor.ts';
import { createCursors } from '../http/cursor.ts';
import { checkIfMatch, requireIfMatch } from '../http/etag.ts';
import { hashOf, idFromKey } from '../http/idempotency.ts';
import { problem } from '../http/problems.ts';
import type { ReceiptFiles } from '../receipts/receipt-files.ts';
import { changeExpense, newExpense, requireDraft, requirePast } from './expense.ts';
import type { ExpenseAccess } from './expense-access.ts';
import { expensePosition, orderOf, positionOf } from './expense-position.ts';
import { expenseSummary } from './expense-view.ts';
import type { Expense, ExpenseChange, ExpenseFilters, ExpensePage, NewExpense } from './expenses.schema.ts';
import type { ExpenseStore } from './expenses.store.ts';

/** What people do with their own expenses. */
export interface ExpenseService {
  /** A new draft; with a key that `actor` used before, what it made then. Throws on a key with another body. */
  create(actor: Actor, details: NewExpense, idempotencyKey?: string): Promise<Expense>;
  list(actor: Actor, query: ListRequest): Promise<ExpensePage>;
  read(actor: Actor, id: string): Promise<Expense>;
  change(actor: Actor, id: string, change: ExpenseChange, ifMatch?: string): Promise<Expense>;
  remove(actor: Actor, id: string, ifMatch?: string): Promise<void>;
}

/** A page of one's own list. */
export interface ListRequest extends ExpenseFilters {
  readonly limit: number;
  readonly cursor?: string;
}

/** What the service is made of. */
export interface ExpenseServiceDeps {
  readonly expenses: Pick<ExpenseStore, 'add' | 'save' | 'remove' | 'ofOwner'>;
  readonly access: ExpenseAccess;
  readonly files: Pick<ReceiptFiles, 'remove'>;
  readonly now: () => Date;
  readonly newId: () => string;
}

const cursorsOf = createCursors('expenses', expensePosition);

/** See {@link ExpenseService}. */
export function createExpenseService(deps: ExpenseServiceDeps): ExpenseService {
  const { expenses, access, files, now, newId } = deps;
  return {
    async create(actor, details, idempotencyKey) {
      requirePast(details.incurredOn, now());
      const at = now().toISOString();
      if (idempotencyKey === undefined) {
        const expense = newExpense(details, { id: newId(), ownerId: actor.id, at });
        await expenses.add(expense);
        return expense;
      }
      const bodyHash = hashOf(details);
      const id = idFromKey(actor.id, idempotencyKey);
      const expense = newExpense(details, { id, ownerId: actor.id, at, bodyHash });
      const found = await expenses.add(expense);
      if (found === 'added') return expense;
      if (found === 'deleted') throw problem('expense.deleted');
      if (found.bodyHash !== bodyHash) throw problem('idempotency.key-reused');
      return found;
    },
    async list(actor, { limit, cursor, ...filters }) {
      const cursors = cursorsOf(actor.id, filters);
      const after = cursor === undefined ? undefined : orderOf(cursors.read(cursor));
      const page = await expenses.ofOwner(actor.id, filters, limit, after);
      return {
        expenses: page.entries.map(expenseSummary),
        ...(page.next === undefined ? {} : { next: cursors.write(positionOf(page.next)) }),
      };
    },
    read: (actor, id) => access.visible(actor, id),
    async change(actor, id, change, ifMatch) {
      requirePast(change.incurredOn, now());
      const expense = await access.own(actor, id);
      requireIfMatch(ifMatch, expense.version);
      const changed = changeExpense(expense, change, actor.id, now().toISOString());
      if (!(await expenses.save(changed))) throw problem('expense.changed');
      return changed;
    },
    async remove(actor, id, ifMatch) {
      const expense = await access.own(actor, id);
      requireIfMatch(ifMatch, expense.version);
      requireDraft(expense);
      if (!(await expenses.remove(expense, now()))) throw problem('expense.changed');
      // Nothing leads to them any more.
      const receiptIds = Object.keys(expense.receipts);
      await Promise.all(receiptIds.map((receiptId) => files.remove({ expenseId: id, receiptId })));
    },
  };
}

/** How often a change is tried again when someone else changed the expense in between. */
const attempts = 5;

/**
 * Applies `change` to an expense as it is now, and again when it turns out to have moved on; with an `ifMatch`
 * the caller wants exactly one version. Throws `expense.busy` when others are always faster.
 */
export async function changeWithRetry(
  load: () => Promise<Expense>,
  save: ExpenseStore['save'],
  change: (expense: Expense) => Expense | Promise<Expense>,
  ifMatch?: string,
): Promise<Expense> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const expense = await load();
    checkIfMatch(ifMatch, expense.version);
    const changed = await change(expense);
    if (await save(changed)) return changed;
  }
  throw problem('expense.busy');
}
