import type { Actor } from '../auth/actor.ts';
import { mayManage, maySee } from '../auth/permissions.ts';
import { ProblemError, problem } from '../errors/problems.ts';
import type { Authorization } from '../users/authorization.ts';
import type { User } from '../users/users.schema.ts';
import type { UserStore } from '../users/users.store.ts';
import type { Expense } from './expenses.schema.ts';
import type { ExpenseStore } from './expenses.store.ts';

/**
 * Loads expenses on behalf of a caller; an expense that the caller may not see is reported as not found. For their own
 * expenses the token is enough; for others the caller's profile is read.
 */
export interface ExpenseAccess {
  /**
   * An expense that `actor` may see. Throws `expense.not-found`. `profile` is the caller's, when it is being read
   * already; default: it is read when the expense is someone else's.
   */
  visible(actor: Actor, id: string, profile?: Promise<User>): Promise<Expense>;
  /** An expense of `actor`'s own. Throws `expense.not-found`, or `expense.not-owner` when it may be seen. */
  own(actor: Actor, id: string): Promise<Expense>;
}

/** See {@link ExpenseAccess}. */
export function createExpenseAccess(deps: {
  expenses: Pick<ExpenseStore, 'load'>;
  users: Pick<UserStore, 'load'>;
  authorization: Pick<Authorization, 'requireActive'>;
}): ExpenseAccess {
  const { expenses, users, authorization } = deps;

  /** The caller's profile; undefined when they are not active, and so may see no expense of others. */
  async function reader(actor: Actor, profile?: Promise<User>): Promise<User | undefined> {
    try {
      return await (profile ?? authorization.requireActive(actor));
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'auth.not-active') return undefined;
      throw error;
    }
  }

  const visible: ExpenseAccess['visible'] = async (actor, id, profile) => {
    const expense = await expenses.load(id);
    if (!expense) throw problem('expense.not-found');
    // The caller's own expense needs no read of their profile.
    if (expense.ownerId === actor.id) return expense;
    const guess = { id: actor.id, roles: actor.claimedRoles };
    // The owner is read at the same time when the token suggests that the owner's manager matters.
    const [person, guessed] = await Promise.all([
      reader(actor, profile),
      maySee(guess, expense) ? undefined : users.load(expense.ownerId),
    ]);
    if (person && maySee(person, expense)) return expense;
    if (person?.roles.includes('manager')) {
      const owner = guessed ?? (await users.load(expense.ownerId));
      if (mayManage(person, owner?.managerId)) return expense;
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
