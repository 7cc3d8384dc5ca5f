import type { Actor } from '../auth/actor.ts';
import { queuesOf } from '../auth/permissions.ts';
import { problem } from '../errors/problems.ts';
import type { ExpenseAccess } from '../expenses/expense-access.ts';
import { expensePosition, orderOf, positionOf } from '../expenses/expense-position.ts';
import { expenseSummary } from '../expenses/expense-view.ts';
import type { Expense, ExpensePage } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import type { ActionConditions } from '../http/action-conditions.ts';
import { checkIfMatch, requireSeenVersion } from '../http/etag.ts';
import type { Metrics } from '../observability/observability.ts';
import { changeOnce } from '../persistence/change-once.ts';
import { createCursors } from '../persistence/cursor.ts';
import { type Authorization, authorizedRead } from '../users/authorization.ts';
import type { User } from '../users/users.schema.ts';
import type { UserStore } from '../users/users.store.ts';
import { type DecisionInput, decided, openDecision, outcomeOf, recalled, workflowInput } from './approval.ts';
import type { ReassignBody } from './approvals.schema.ts';
import type { Executions } from './executions.ts';
import { mayBeAsked, moved, personOf, roleFor, waitingStep } from './move.ts';
import type { NotifyWorkflow } from './notify-workflow.ts';
import { newSubmission } from './submission.ts';

/** What people do with an expense between its draft and the last decision on it. */
export interface ApprovalService {
  submit(actor: Actor, id: string, conditions?: ActionConditions): Promise<Expense>;
  recall(actor: Actor, id: string, conditions?: ActionConditions): Promise<Expense>;
  /**
   * Records a decision on the step that waits for `actor`; of several at once exactly one is recorded. `ifMatch` has to
   * name the version that `actor` has seen, because the decision does not cover what changed after it.
   */
  decide(actor: Actor, id: string, input: DecisionInput, conditions?: ActionConditions): Promise<Expense>;
  /** Gives the step that waits to another person; `actor` is an admin. */
  reassign(actor: Actor, id: string, wanted: ReassignBody, conditions?: ActionConditions): Promise<Expense>;
  /** The expenses that wait for a decision of `actor`, oldest first. */
  waiting(actor: Actor, limit: number, cursor?: string): Promise<ExpensePage>;
}

/** What the service is made of. */
export interface ApprovalServiceDeps {
  readonly expenses: Pick<ExpenseStore, 'save' | 'saveAutoApproved' | 'waiting'>;
  readonly users: Pick<UserStore, 'load'>;
  readonly access: ExpenseAccess;
  readonly authorization: Authorization;
  readonly executions: Omit<Executions, 'status'>;
  readonly notifyWorkflow: NotifyWorkflow;
  readonly now: () => Date;
  readonly metrics: Metrics;
}

const cursorsOf = createCursors('approvals', expensePosition);

/** See {@link ApprovalService}. */
export function createApprovalService(deps: ApprovalServiceDeps): ApprovalService {
  const { expenses, access, authorization, executions, notifyWorkflow, now, metrics } = deps;

  function measureDecision(expense: Expense, outcome: DecisionInput['outcome']): void {
    metrics.count(outcome === 'approved' ? 'StepApproved' : 'StepRejected');
    // The decision is final once it is committed, even if the expense's status is written later.
    if (outcomeOf(expense.approval) && expense.submittedAt !== undefined) {
      metrics.measure('ApprovalTime', (now().getTime() - Date.parse(expense.submittedAt)) / 1000, 'Seconds');
    }
  }

  /** Reads the queues of the token's roles beside the profile, and again where the profile has other roles. */
  async function readQueues<Read>(actor: Actor, read: (queues: readonly string[]) => Promise<Read>) {
    const guess = queuesOf({ id: actor.id, roles: actor.claimedRoles });
    const [person, found] = await authorizedRead(authorization.requireActive(actor), read(guess));
    const queues = queuesOf(person);
    return queues.join() === guess.join() ? found : read(queues);
  }

  return {
    async submit(actor, id, { ifMatch, keyed } = {}) {
      let profile!: Promise<User>;
      const submission = newSubmission(deps, () => profile);
      const { entity: expense, answered } = await changeOnce(
        async () => {
          profile = authorization.requireActive(actor);
          return (await authorizedRead(profile, access.own(actor, id)))[1];
        },
        submission.save,
        submission.change,
        { precondition: (version) => checkIfMatch(ifMatch, version), keyed, now },
      );
      if (!answered) metrics.count('ExpenseSubmitted');
      // Also for a repeated request: the first one may have broken off before this call.
      if (expense.status === 'submitted') {
        await notifyWorkflow(expense, 'start', () => executions.start(workflowInput(expense)));
      }
      return expense;
    },
    async recall(actor, id, { ifMatch, keyed } = {}) {
      const { entity: expense } = await changeOnce(
        async () => (await authorizedRead(authorization.requireActive(actor), access.own(actor, id)))[1],
        expenses.save,
        (current) => recalled(current, actor.id, now()),
        { precondition: (version) => checkIfMatch(ifMatch, version), keyed, now },
      );
      const round = expense.approval?.round ?? 0;
      if (expense.status === 'draft') {
        await notifyWorkflow(expense, 'stop', () => executions.stop(id, round, 'Recalled by the owner'));
      }
      return expense;
    },
    async decide(actor, id, input, { ifMatch, keyed } = {}) {
      let profile!: Promise<User>;
      const { entity: expense, answered } = await changeOnce(
        // Both again at each attempt: what counts is what the caller may do at this moment.
        async () => {
          profile = authorization.requireActive(actor);
          return (await authorizedRead(profile, access.visible(actor, id, profile)))[1];
        },
        expenses.save,
        async (current) => {
          const next = decided(current, await profile, input, now());
          requireSeenVersion(ifMatch, current.version);
          return next;
        },
        { keyed, now },
      );
      if (!answered) measureDecision(expense, input.outcome);
      const { taskToken } = expense;
      const decision = openDecision(expense);
      if (taskToken && decision) {
        await notifyWorkflow(expense, 'decide', () => executions.decide(taskToken, decision));
      }
      return expense;
    },
    async reassign(actor, id, { userId, comment }, { ifMatch, keyed } = {}) {
      const approver = deps.users.load(userId);
      // Its failure is seen where it is awaited, and not before.
      approver.catch(() => {});
      const { entity: expense } = await changeOnce(
        async () => {
          const profile = authorization.requireRole(actor, 'admin');
          return (await authorizedRead(profile, access.visible(actor, id, profile)))[1];
        },
        expenses.save,
        async (current) => {
          requireAssignable(current, actor.id, userId, await approver);
          return moved(current, { event: 'approval-reassigned', by: actor.id, comment, to: userId }, now());
        },
        { precondition: (version) => checkIfMatch(ifMatch, version), keyed, now },
      );
      const waiting = waitingStep(expense);
      const move = waiting?.step.moved;
      if (waiting && move)
        await notifyWorkflow(expense, 'move', () => executions.move(waiting.taskToken, move));
      return expense;
    },
    async waiting(actor, limit, cursor) {
      const cursors = cursorsOf(actor.id);
      const after = cursor === undefined ? undefined : orderOf(cursors.read(cursor));
      const page = await readQueues(actor, (queues) => expenses.waiting(queues, actor.id, limit, after));
      return {
        expenses: page.entries.map(expenseSummary),
        ...(page.next === undefined ? {} : { next: cursors.write(positionOf(page.next)) }),
      };
    },
  };
}

/**
 * Throws unless the waiting step of `expense` may go to `user`: active, with the step's role, not the owner, without a
 * decision in this round, and not asked already. An admin does not choose who decides on their own expense.
 */
function requireAssignable(expense: Expense, adminId: string, userId: string, user: User | undefined): void {
  const waiting = waitingStep(expense);
  if (expense.ownerId === adminId) throw problem('approval.own-expense');
  if (!waiting) throw problem('approval.not-waiting');
  const { step } = waiting;
  const message =
    userId === expense.ownerId
      ? 'must not be the owner of the expense'
      : !mayBeAsked(user, step)
        ? `must be an active person with the role ${roleFor(step)}`
        : expense.decidedBy.includes(userId)
          ? 'must not have decided another step of this approval'
          : personOf(step.approver) === userId && !step.moved
            ? 'is asked already'
            : undefined;
  if (message === undefined) return;
  throw problem('approval.reassign-invalid', { detail: message, errors: [{ pointer: '/userId', message }] });
}
