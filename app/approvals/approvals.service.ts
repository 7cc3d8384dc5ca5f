import type { Actor } from '../auth/actor.ts';
import { queuesOf } from '../auth/permissions.ts';
import type { ExpenseAccess } from '../expenses/expense-access.ts';
import { expensePosition, orderOf, positionOf } from '../expenses/expense-position.ts';
import { expenseSummary } from '../expenses/expense-view.ts';
import type { Expense, ExpensePage } from '../expenses/expenses.schema.ts';
import { changeWithRetry } from '../expenses/expenses.service.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import { createCursors } from '../http/cursor.ts';
import type { Log, Metrics } from '../observability/observability.ts';
import { approvalChain, type ChainStep } from '../policies/approval-policy.ts';
import type { UserStore } from '../users/users.store.ts';
import { decided, outcomeOf, type Ruling, recalled, submitted } from './approval.ts';
import type { Executions } from './executions.ts';
import type { WorkflowInput } from './workflow/index.ts';

/** The way of an expense from its draft to a decision. */
export interface ApprovalService {
  submit(actor: Actor, id: string, ifMatch?: string): Promise<Expense>;
  recall(actor: Actor, id: string, ifMatch?: string): Promise<Expense>;
  /** Records a decision on the step that waits for `actor`; of several at once exactly one is recorded. */
  decide(actor: Actor, id: string, ruling: Ruling, ifMatch?: string): Promise<Expense>;
  /** What waits for `actor`, oldest first. */
  waiting(actor: Actor, limit: number, cursor?: string): Promise<ExpensePage>;
}

/** What the service is made of. */
export interface ApprovalServiceDeps {
  readonly expenses: Pick<ExpenseStore, 'save' | 'waiting'>;
  readonly users: Pick<UserStore, 'load'>;
  readonly access: ExpenseAccess;
  readonly executions: Omit<Executions, 'status'>;
  readonly now: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
}

const cursorsOf = createCursors('approvals', expensePosition);

/** See {@link ApprovalService}. */
export function createApprovalService(deps: ApprovalServiceDeps): ApprovalService {
  const { expenses, access, executions, now, log, metrics } = deps;

  /**
   * Tells the workflow what the item says already. The item is the truth, so a call that fails is no failure of
   * the request: the reconciler makes it up.
   */
  async function tellWorkflow(expense: Expense, what: string, call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
    } catch (error) {
      metrics.count('WorkflowCallFailed');
      log.warn('workflow call failed; the reconciler will repeat it', {
        expenseId: expense.id,
        what,
        error: error as Error,
      });
    }
  }

  return {
    async submit(actor, id, ifMatch) {
      const expense = await changeWithRetry(
        () => access.own(actor, id),
        expenses.save,
        async (draft) => submitted(draft, await chainOf(draft, deps.users), actor.id, now()),
        ifMatch,
      );
      metrics.count('ExpenseSubmitted');
      await tellWorkflow(expense, 'start', () => executions.start(workflowInput(expense)));
      return expense;
    },
    async recall(actor, id, ifMatch) {
      const expense = await changeWithRetry(
        () => access.own(actor, id),
        expenses.save,
        (current) => recalled(current, actor.id, now()),
        ifMatch,
      );
      const round = expense.approval?.round ?? 0;
      await tellWorkflow(expense, 'stop', () => executions.stop(id, round, 'Recalled by the owner'));
      return expense;
    },
    async decide(actor, id, ruling, ifMatch) {
      const expense = await changeWithRetry(
        () => access.visible(actor, id),
        expenses.save,
        (current) => decided(current, actor, ruling, now()),
        ifMatch,
      );
      metrics.count(ruling.outcome === 'approved' ? 'StepApproved' : 'StepRejected');
      // What was committed here is final, whoever writes it down as the expense's status later on.
      if (outcomeOf(expense.approval) && expense.submittedAt !== undefined) {
        metrics.measure(
          'ApprovalTime',
          (now().getTime() - Date.parse(expense.submittedAt)) / 1000,
          'Seconds',
        );
      }
      const { taskToken } = expense;
      if (taskToken)
        await tellWorkflow(expense, 'decide', () => executions.decide(taskToken, ruling.outcome));
      return expense;
    },
    async waiting(actor, limit, cursor) {
      const cursors = cursorsOf(actor.id);
      const after = cursor === undefined ? undefined : orderOf(cursors.read(cursor));
      const page = await expenses.waiting(queuesOf(actor), actor.id, limit, after);
      return {
        expenses: page.entries.map(expenseSummary),
        ...(page.next === undefined ? {} : { next: cursors.write(positionOf(page.next)) }),
      };
    },
  };
}

/** The input that the workflow of the present round is started with; the same at every repetition. */
export function workflowInput(expense: Expense): WorkflowInput {
  const { round = 0, steps = [] } = expense.approval ?? {};
  return { expenseId: expense.id, round, steps: steps.map(({ approvers }) => ({ approvers })) };
}

/** The chain of a draft, by the policy and by who the owner reports to. A manager who is gone counts as none. */
async function chainOf(draft: Expense, users: Pick<UserStore, 'load'>): Promise<ChainStep[]> {
  const owner = await users.load(draft.ownerId);
  const manager = owner?.managerId === undefined ? undefined : await users.load(owner.managerId);
  return approvalChain({
    amount: draft.amount,
    currency: draft.currency,
    ownerId: draft.ownerId,
    managerId: manager?.id,
    secondManagerId: manager?.managerId,
  });
}
