import type { Actor } from '../auth/actor.ts';
import { queuesOf } from '../auth/permissions.ts';
import type { ExpenseAccess } from '../expenses/expense-access.ts';
import { expenseSummary } from '../expenses/expense-view.ts';
import type { Expense, ExpensePage } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import { changeOnce } from '../http/change-once.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { KeyedRequest } from '../http/idempotency.ts';
import type { Log, Metrics } from '../observability/observability.ts';
import type { UserStore } from '../users/users.store.ts';
import { decided, openDecision, outcomeOf, type Ruling, recalled } from './approval.ts';
import type { Executions } from './executions.ts';
import { newSubmission } from './submission.ts';
import type { WorkflowInput } from './workflow/index.ts';

/** The way of an expense from its draft to a decision. */
export interface ApprovalService {
  submit(actor: Actor, id: string, ifMatch?: string, keyed?: KeyedRequest): Promise<Expense>;
  recall(actor: Actor, id: string, ifMatch?: string, keyed?: KeyedRequest): Promise<Expense>;
  /** Records a decision on the step that waits for `actor`; of several at once exactly one is recorded. */
  decide(actor: Actor, id: string, ruling: Ruling, ifMatch?: string, keyed?: KeyedRequest): Promise<Expense>;
  /** What waits for `actor`, oldest first. */
  waiting(actor: Actor, limit: number, cursor?: string): Promise<ExpensePage>;
}

/** What the service is made of. */
export interface ApprovalServiceDeps {
  readonly expenses: Pick<ExpenseStore, 'save' | 'saveAutoApproved' | 'waiting'>;
  readonly users: Pick<UserStore, 'load'>;
  readonly access: ExpenseAccess;
  readonly executions: Omit<Executions, 'status'>;
  readonly now: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
}

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

  function measureDecision(expense: Expense, outcome: Ruling['outcome']): void {
    metrics.count(outcome === 'approved' ? 'StepApproved' : 'StepRejected');
    // What was committed here is final, whoever writes it down as the expense's status later on.
    if (outcomeOf(expense.approval) && expense.submittedAt !== undefined) {
      metrics.measure('ApprovalTime', (now().getTime() - Date.parse(expense.submittedAt)) / 1000, 'Seconds');
    }
  }

  return {
    async submit(actor, id, ifMatch, keyed) {
      const submission = newSubmission(deps, actor.id);
      const { thing: expense, before } = await changeOnce(
        () => access.own(actor, id),
        submission.save,
        submission.change,
        { ifMatch, keyed, now },
      );
      if (!before) metrics.count('ExpenseSubmitted');
      // Also for a repetition, which may be one because the first request broke off here.
      if (expense.status === 'submitted') {
        await tellWorkflow(expense, 'start', () => executions.start(workflowInput(expense)));
      }
      return expense;
    },
    async recall(actor, id, ifMatch, keyed) {
      const { thing: expense } = await changeOnce(
        () => access.own(actor, id),
        expenses.save,
        (current) => recalled(current, actor.id, now()),
        { ifMatch, keyed, now },
      );
      const round = expense.approval?.round ?? 0;
      if (expense.status === 'draft') {
        await tellWorkflow(expense, 'stop', () => executions.stop(id, round, 'Recalled by the owner'));
      }
      return expense;
    },
    async decide(actor, id, ruling, ifMatch, keyed) {
      const { thing: expense, before } = await changeOnce(
        () => access.visible(actor, id),
        expenses.save,
        (current) => decided(current, actor, ruling, now()),
        { ifMatch, keyed, now },
      );
      if (!before) measureDecision(expense, ruling.outcome);
      const { taskToken } = expense;
      const decision = openDecision(expense);
      if (taskToken && decision) {
        await tellWorkflow(expense, 'decide', () => executions.decide(taskToken, decision));
      }
      return expense;
    },
    async waiting(actor, limit, cursor) {
      const list = `approvals\n${actor.id}`;
      const after = cursor === undefined ? undefined : decodeCursor(list, cursor);
      const page = await expenses.waiting(queuesOf(actor), actor.id, limit, after);
      return {
        expenses: page.entries.map(expenseSummary),
        ...(page.next === undefined ? {} : { next: encodeCursor(list, page.next) }),
      };
    },
  };
}

/** The input that the workflow of the present round is started with; the same at every repetition. */
export function workflowInput(expense: Expense): WorkflowInput {
  const { round = 0, steps = [] } = expense.approval ?? {};
  return { expenseId: expense.id, round, steps: steps.map(({ approvers }) => ({ approvers })) };
}
