import type { Expense } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import {
  approvalChain,
  autoApprovable,
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

/** One submission: how a draft is changed by it, and the write that this takes. Both may be needed several times. */
export interface Submission {
  readonly change: (draft: Expense) => Promise<Expense>;
  readonly save: (expense: Expense) => Promise<boolean>;
}

/**
 * The submission of a draft by its owner. Where nobody is to be asked, the write counts it against the limits of the
 * owner's day and month, in one transaction; where these leave no room for it, people are asked after all.
 */
export function newSubmission(
  { expenses, users, now }: SubmissionDeps,
  owner: () => Promise<User>,
): Submission {
  let roomIsLeft = true;
  let sum: number | undefined;
  let at = now();
  return {
    async change(draft) {
      const { input, couldBeAsked } = await chainInput(draft, await owner(), users);
      at = now();
      sum = roomIsLeft && couldBeAsked ? autoApprovable(input) : undefined;
      return submitted(draft, sum === undefined ? approvalChain(input) : [], draft.ownerId, at);
    },
    async save(expense) {
      if (sum === undefined) return expenses.save(expense);
      const outcome = await expenses.saveAutoApproved(expense, sum, autoApprovalPeriods(at));
      if (outcome === 'no-room') roomIsLeft = false;
      return outcome === 'saved';
    },
  };
}

/**
 * What the policy asks about a draft: who the owner reports to, and whether that manager could be asked. One who is gone,
 * was deactivated or lacks the role is passed over for the next one in line; whether those may be asked the workflow sees
 * when it comes to them.
 */
async function chainInput(
  { amount, currency, ownerId }: Expense,
  owner: User,
  users: Pick<UserStore, 'load'>,
): Promise<{ input: ChainInput; couldBeAsked: boolean }> {
  const manager = owner.managerId === undefined ? undefined : await users.load(owner.managerId);
  const couldBeAsked = mayBeAsked(manager, { name: 'manager' });
  const line = couldBeAsked
    ? { managerId: manager?.id, secondManagerId: manager?.managerId }
    : { managerId: manager?.managerId };
  return { input: { amount, currency, ownerId, ...line }, couldBeAsked };
}
