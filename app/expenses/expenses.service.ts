import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../auth/actor.ts';
import { problem } from '../errors/problems.ts';
import { requireIfMatch } from '../http/etag.ts';
import { mergePatch } from '../http/merge-patch.ts';
import { createCursors } from '../persistence/cursor.ts';
import { hashOf, idFromKey, isKeyInUse, keyLifetime } from '../persistence/idempotency.ts';
import { type DeletedExpense, isKeptFor } from './deleted-expense.ts';
import { changeExpense, newExpense, requireDraft, requirePast } from './expense.ts';
import type { ExpenseAccess } from './expense-access.ts';
import { expensePosition, orderOf, positionOf } from './expense-position.ts';
import { expenseSummary } from './expense-view.ts';
import type { Expense, ExpenseChange, ExpenseFilters, ExpensePage, NewExpense } from './expenses.schema.ts';
import type { ExpenseStore } from './expenses.store.ts';
import type { ReceiptFileRemoval } from './receipt-file-removal.ts';

/** What people do with their own expenses. */
export interface ExpenseService {
  /**
   * A new draft; with a key that `actor` used within its lifetime, the expense that it created then. Throws
   * `idempotency.key-reused` for a key with another body, and `expense.deleted`.
   */
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
  readonly expenses: Pick<ExpenseStore, 'add' | 'claimKey' | 'save' | 'remove' | 'ofOwner'>;
  readonly access: ExpenseAccess;
  readonly fileRemoval: ReceiptFileRemoval;
  readonly now: () => Date;
  readonly newId: () => string;
}

const cursorsOf = createCursors('expenses', expensePosition);

/** See {@link ExpenseService}. */
export function createExpenseService(deps: ExpenseServiceDeps): ExpenseService {
  const { expenses, access, fileRemoval, now, newId } = deps;

  /**
   * The expense of an Idempotency-Key. The id is derived from the key, so that the write itself finds an earlier
   * expense. When that one is older than a key's lifetime, the key is free again, and a claim records the id of its new
   * expense.
   */
  async function createOnce(ownerId: string, details: NewExpense, key: string): Promise<Expense> {
    const at = now();
    const bodyHash = hashOf({ ...details, tags: details.tags ?? [] });
    const draft = (id: string) => newExpense(details, { id, ownerId, at: at.toISOString(), bodyHash });
    const first = draft(idFromKey(ownerId, key));
    const found = await expenses.add(first);
    if (found === 'added') return first;
    if (isKeyInUse(found.createdAt, at)) return sameRequest(found, bodyHash);
    // What is left of the deleted expense would expire first, and the key would then create a second expense.
    if ('deletedAt' in found && !isKeptFor(found, keyLifetime, at)) throw problem('expense.deleted');
    const claim = await expenses.claimKey(first.id, { id: newId(), bodyHash, at: at.toISOString() });
    if (claim.bodyHash !== bodyHash) throw problem('idempotency.key-reused');
    const again = draft(claim.id);
    const known = await expenses.add(again);
    return known === 'added' ? again : sameRequest(known, bodyHash);
  }

  return {
    async create(actor, details, idempotencyKey) {
      requirePast(details.incurredOn, now());
      if (idempotencyKey !== undefined) return createOnce(actor.id, details, idempotencyKey);
      const expense = newExpense(details, { id: newId(), ownerId: actor.id, at: now().toISOString() });
      await expenses.add(expense);
      return expense;
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
      // Done already, perhaps by this very request, whose answer was lost: a success (RFC 9110, 13.1.1).
      if (ifMatch?.trim() && isUnchangedBy(expense, change)) return expense;
      requireIfMatch(ifMatch, expense.version);
      const changed = changeExpense(expense, change, actor.id, now().toISOString());
      if (changed !== expense && !(await expenses.save(changed))) throw problem('expense.changed');
      return changed;
    },
    async remove(actor, id, ifMatch) {
      const expense = await access.own(actor, id);
      requireIfMatch(ifMatch, expense.version);
      requireDraft(expense);
      const receipts = Object.values(expense.receipts);
      await fileRemoval.scheduleCheck(id, receipts);
      if (!(await expenses.remove(expense, now()))) throw problem('expense.changed');
      await fileRemoval.remove(id, receipts);
    },
  };
}

/** The expense that an earlier request with the key created. Throws when that request was not the same one. */
function sameRequest(found: Expense | DeletedExpense, bodyHash: string): Expense {
  if (found.bodyHash !== bodyHash) throw problem('idempotency.key-reused');
  if ('deletedAt' in found) throw problem('expense.deleted');
  return found;
}

/** Whether a draft has the values of `change` already; `null` stands for an absent member. */
function isUnchangedBy(expense: Expense, change: ExpenseChange): boolean {
  if (expense.status !== 'draft') return false;
  const { tags = [], ...details } = mergePatch(expense, change);
  return isDeepStrictEqual({ ...details, tags }, expense);
}
