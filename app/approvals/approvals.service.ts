import type { Actor } from '../auth/actor.ts';
import { queuesOf } from '../auth/permissions.ts';
import { problem } from '../errors/problems.ts';
import type { ExpenseAccess } from '../expenses/expense-access.ts';
import { expensePosition, orderOf, positionOf } from '../expenses/expense-position.ts';
import { expenseSummary } from '../expenses/expense-view.ts';
import type { Expense, ExpensePage } from '../expenses/expenses.schema.ts';
import type { ExpenseStore } from '../expenses/expenses.store.ts';
import { requireSeenVersion } from '../http/etag.ts';
import type { Metrics } from '../observability/observability.ts';
import { changeOnce } from '../persistence/change-once.ts';
import { createCursors } from '../persistence/cursor.ts';
import type { KeyedRequest } from '../persistence/idempotency.ts';
import { beside, type Standing } from '../users/authorization.ts';
import type { User } from '../users/users.schema.ts';
import type { UserStore } from '../users/users.store.ts';
import { decided, openDecision, outcomeOf, type Ruling, recalled, workflowInput } from './approval.ts';
import type { ReassignBody } from './approvals.schema.ts';
import type { Executions } from './executions.ts';
import { mayBeAsked, moved, personOf, roleFor, waitingStep } from './move.ts';
import type { TellWorkflow } from './notify-workflow.ts';
import { newSubmission } from './submission.ts';

/** The way of an expense from its draft to a decision. */
export interface ApprovalService {
  submit(actor: Actor, id: string, ifMatch?: string, keyed?: KeyedRequest): Promise<Expense>;
  recall(actor: Actor, id: string, ifMatch?: string, keyed?: KeyedRequest): Promise<Expense>;
  /**
   * Records a decision on the step that waits for `actor`; of several at once exactly one is recorded. `ifMatch` has to
   * name the version that was seen: what has changed since then was not decided upon.
   */
  decide(actor: Actor, id: string, ruling: Ruling, ifMatch?: string, keyed?: KeyedRequest): Promise<Expense>;
  /** Gives the step that waits to another person, in the name of an admin. */
  reassign(
    actor: Actor,
    id: string,
    wanted: ReassignBody,
    ifMatch?: string,
    keyed?: KeyedRequest,
  ): Promise<Expense>;
  /** What waits for `actor`, oldest first. */
  waiting(actor: Actor, limit: number, cursor?: string): Promise<ExpensePage>;
}

/** What the service is made of. */
export interface ApprovalServiceDeps {
  readonly expenses: Pick<ExpenseStore, 'save' | 'saveAutoApproved' | 'waiting'>;
  readonly users: Pick<UserStore, 'load'>;
  readonly access: ExpenseAccess;
  readonly standing: Standing;
  readonly executions: Omit<Executions, 'status'>;
  readonly tellWorkflow: TellWorkflow;
  readonly now: () => Date;
  readonly metrics: Metrics;
}

const cursorsOf = createCursors('approvals', expensePosition);

/** See {@link ApprovalService}. */
export function createApprovalService(deps: ApprovalServiceDeps): ApprovalService {
  const { expenses, access, standing, executions, tellWorkflow, now, metrics } = deps;

  function measureDecision(expense: Expense, outcome: Ruling['outcome']): void {
    metrics.count(outcome === 'approved' ? 'StepApproved' : 'StepRejected');
    // What was committed here is final, whoever writes it down as the expense's status later on.
    if (outcomeOf(expense.approval) && expense.submittedAt !== undefined) {
      metrics.measure('ApprovalTime', (now().getTime() - Date.parse(expense.submittedAt)) / 1000, 'Seconds');
    }
  }

  /** Reads the queues that the token suggests beside the profile, and others only where that says so. */
  async function waitingNow<Read>(actor: Actor, read: (queues: readonly string[]) => Promise<Read>) {
    const guess = queuesOf({ id: actor.id, roles: actor.claimedRoles });
    const [person, found] = await beside(standing.active(actor), read(guess));
    const queues = queuesOf(person);
    return queues.join() === guess.join() ? found : read(queues);
  }

  return {
    async submit(actor, id, ifMatch, keyed) {
      let profile!: Promise<User>;
      const submission = newSubmission(deps, () => profile);
      const { thing: expense, before } = await changeOnce(
        async () => {
          profile = standing.active(actor);
          return (await beside(profile, access.own(actor, id)))[1];
        },
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
        async () => (await beside(standing.active(actor), access.own(actor, id)))[1],
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
      let profile!: Promise<User>;
      const { thing: expense, before } = await changeOnce(
        // Both anew at each attempt, side by side: the right counts that the caller has at this moment.
        async () => {
          profile = standing.active(actor);
          return (await beside(profile, access.visible(actor, id, profile)))[1];
        },
        expenses.save,
        async (current) => {
          const next = decided(current, await profile, ruling, now());
          requireSeenVersion(ifMatch, current.version);
          return next;
        },
        { keyed, now },
      );
      if (!before) measureDecision(expense, ruling.outcome);
      const { taskToken } = expense;
      const decision = openDecision(expense);
      if (taskToken && decision) {
        await tellWorkflow(expense, 'decide', () => executions.decide(taskToken, decision));
      }
      return expense;
    },
    async reassign(actor, id, { userId, comment }, ifMatch, keyed) {
      const reading = deps.users.load(userId);
      // Noticed where it is awaited.
      reading.catch(() => {});
      const { thing: expense } = await changeOnce(
        async () => {
          const profile = standing.withRole(actor, 'admin');
          return (await beside(profile, access.visible(actor, id, profile)))[1];
        },
        expenses.save,
        async (current) => {
          requireFit(current, actor.id, userId, await reading);
          return moved(current, { event: 'approval-reassigned', by: actor.id, comment, to: userId }, now());
        },
        { ifMatch, keyed, now },
      );
      const waiting = waitingStep(expense);
      const move = waiting?.step.moved;
      if (waiting && move)
        await tellWorkflow(expense, 'move', () => executions.move(waiting.taskToken, move));
      return expense;
    },
    async waiting(actor, limit, cursor) {
      const cursors = cursorsOf(actor.id);
      const after = cursor === undefined ? undefined : orderOf(cursors.read(cursor));
      const page = await waitingNow(actor, (queues) => expenses.waiting(queues, actor.id, limit, after));
      return {
        expenses: page.entries.map(expenseSummary),
        ...(page.next === undefined ? {} : { next: cursors.write(positionOf(page.next)) }),
      };
    },
  };
}

/**
 * Throws unless the waiting step of `expense` may go to `user`: somebody active with the step's role, who is not the owner,
 * has decided nothing of this round and is not asked already. Nobody chooses who decides about their own.
 */
function requireFit(expense: Expense, adminId: string, userId: string, user: User | undefined): void {
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
