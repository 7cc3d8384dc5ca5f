import type { Actor } from '../auth/actor.ts';
import { mayManage, maySee } from '../auth/permissions.ts';
import { problem } from '../http/problems.ts';
import type { UserStore } from '../users/users.store.ts';
import type { Expense } from './expenses.schema.ts';
import type { ExpenseStore } from './expenses.store.ts';

/** Loads expenses on behalf of a caller: what the caller may not know of does not exist. */
export interface ExpenseAccess {
  /** An expense that `actor` may see. Throws `expense.not-found`. */
  visible(actor: Actor, id: string): Promise<Expense>;
  /** An expense of `actor`'s own. Throws `expense.not-found`, or `expense.not-owner` when it may be seen. */
  own(actor: Actor, id: string): Promise<Expense>;
}

/** See {@link ExpenseAccess}. */
export function createExpenseAccess(deps: {
  expenses: Pick<ExpenseStore, 'load'>;
  users: Pick<UserStore, 'load'>;
}): ExpenseAccess {
  const visible: ExpenseAccess['visible'] = async (actor, id) => {
    const expense = await deps.expenses.load(id);
    if (!expense) throw problem('expense.not-found');
    if (maySee(actor, expense)) return expense;
    if (actor.roles.includes('manager')) {
      const owner = await deps.users.load(expense.ownerId);
      if (mayManage(actor, owner?.managerId)) return expense;
    }
    throw problem('expense.not-found');
  };
  return {
    visible,
    async own(actor, id) {
      const expense = await visible(actor, id);
      if (expense.ownerId !== actor.id) throw problem('expense.not-owner');
      return expense;
    },
  };
}
