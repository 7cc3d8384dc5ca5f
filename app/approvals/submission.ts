import type { Expense } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import {
  approvalChain,
  autoApprovalAmount,
  autoApprovalPeriods,
  type ChainInput,
} from '../policies/approval-policy.ts';
import type { User } from '../users/users.schema.ts';
import type { UserStore } from '../users/users.store.ts';
import { submitted } from './approval.ts';
import { mayBeAsked } from './move.ts';

/** What submitting needs. */
export interface SubmissionDeps {
  readonly expenses: Pick<ExpenseStore, 'save' | 'saveAutoApproved'>;
  readonly users: Pick<UserStore, 'load'>;
  readonly now: () => Date;
}

/** How one submission changes a draft, and how the result is written; both may run several times. */
export interface Submission {
  readonly change: (draft: Expense) => Promise<Expense>;
  readonly save: (expense: Expense) => Promise<boolean>;
}

/**
 * The submission of a draft by its owner. An expense that nobody has to approve is counted against the limits of the
 * owner's day and month in the same transaction; when a limit is reached, people are asked.
 */
export function newSubmission(
  { expenses, users, now }: SubmissionDeps,
  owner: () => Promise<User>,
): Submission {
  let limitsAllow = true;
  let sum: number | undefined;
  let at = now();
  return {
    async change(draft) {
      const { input, canBeAsked } = await chainInput(draft, await owner(), users);
      at = now();
      sum = limitsAllow && canBeAsked ? autoApprovalAmount(input) : undefined;
      return submitted(draft, sum === undefined ? approvalChain(input) : [], draft.ownerId, at);
    },
    async save(expense) {
      if (sum === undefined) return expenses.save(expense);
      const outcome = await expenses.saveAutoApproved(expense, sum, autoApprovalPeriods(at));
      if (outcome === 'limit-reached') limitsAllow = false;
      return outcome === 'saved';
    },
  };
}

/**
 * What the policy needs to know of a draft: to whom the owner reports, and whether that manager can be asked. A manager
 * who has left, was deactivated or lacks the role is skipped for their own manager; the workflow checks the later ones
 * when it reaches them.
 */
async function chainInput(
  { amount, currency, ownerId }: Expense,
  owner: User,
  users: Pick<UserStore, 'load'>,
): Promise<{ input: ChainInput; canBeAsked: boolean }> {
  const manager = owner.managerId === undefined ? undefined : await users.load(owner.managerId);
  const canBeAsked = mayBeAsked(manager, { name: 'manager' });
  const line = canBeAsked
    ? { managerId: manager?.id, secondManagerId: manager?.managerId }
    : { managerId: manager?.managerId };
  return { input: { amount, currency, ownerId, ...line }, canBeAsked };
}
