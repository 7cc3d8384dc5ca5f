import type { Role } from '../auth/actor.ts';
import { problem } from '../errors/problems.ts';
import type { Approval, ApprovalStep, Move } from '../expenses/approval.schema.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
import { withEvent } from '../expenses/history.ts';
import { managerStep } from '../policies/approval-policy.ts';
import { isActive } from '../users/user.ts';
import type { User } from '../users/users.schema.ts';
import type { UserStore } from '../users/users.store.ts';

/** The step of an expense that waits for a decision now, or has just been moved. */
export interface WaitingStep {
  readonly approval: Approval;
  readonly index: number;
  readonly step: ApprovalStep;
  readonly taskToken: string;
}

/** The waiting step; undefined when nobody is asked. */
export function waitingStep({ status, approval, taskToken }: Expense): WaitingStep | undefined {
  if (status !== 'submitted' || !approval || !taskToken) return undefined;
  const index = approval.steps.findIndex(({ decision }) => decision?.outcome !== 'approved');
  const step = approval.steps[index];
  return step?.status === 'waiting' ? { approval, index, step, taskToken } : undefined;
}

/** The role in which a person decides a step of that name. */
export function roleFor({ name }: Pick<ApprovalStep, 'name'>): Extract<Role, 'manager' | 'finance'> {
  return name;
}

/** Whether a person may be asked by name to decide a step; the workflow checks the same when it asks. */
export function mayBeAsked(user: User | undefined, step: Pick<ApprovalStep, 'name'>): boolean {
  return user !== undefined && isActive(user) && user.roles.includes(roleFor(step));
}

/** Why a step moves, who moved it, and to whom; default: to the next approver in line. */
export interface MoveRequest {
  readonly event: 'approval-moved' | 'approval-reassigned';
  readonly by: string;
  readonly comment: string;
  readonly to?: string;
  /** The new line of approvers, when the step goes to a new manager. */
  readonly approvers?: readonly string[];
}

/**
 * The expense with its waiting step taken from the approver who is asked. It leaves their queue at once; when the
 * workflow receives the move, it puts the expense into the next queue. Throws `approval.not-waiting`.
 */
export function moved(expense: Expense, request: MoveRequest, at: Date): Expense {
  const waiting = waitingStep(expense);
  if (!waiting) throw problem('approval.not-waiting');
  const { event, by, comment } = request;
  const moment = at.toISOString();
  const { queue, ...rest } = expense;
  const step = movedStep(waiting.step, request, String(expense.version + 1));
  const steps = waiting.approval.steps.map((other, index) => (index === waiting.index ? step : other));
  return withEvent(
    // Due at once, so that the reconciler's next run repeats a lost call.
    { ...rest, approval: { ...waiting.approval, steps }, workflowCheckAt: moment },
    { at: moment, by, event, comment },
    // An admin could reassign again and again; a step of somebody who has left has to move in any case.
    event === 'approval-reassigned' ? 'discussing' : 'ending',
    expense,
  );
}

function movedStep(step: ApprovalStep, { event, to, approvers }: MoveRequest, id: string): ApprovalStep {
  const line = approvers ? { approvers: [...approvers] } : {};
  const move: Move = { id, ...(to === undefined ? {} : { to: `USER#${to}`, role: roleFor(step) }), ...line };
  return { ...step, ...line, moved: move, ...(event === 'approval-reassigned' ? { reassigned: true } : {}) };
}

/**
 * The move of a step that waits for somebody who should not be asked: a person who was deactivated, has left or lacks
 * the role, or to whom the owner no longer reports. A new manager brings the line of approvers that the policy gives
 * the owner under them. Undefined when the right person is asked.
 */
export async function requiredMove(
  expense: Expense,
  users: Pick<UserStore, 'load'>,
): Promise<Pick<MoveRequest, 'comment' | 'to' | 'approvers'> | undefined> {
  const waiting = waitingStep(expense);
  const asked = waiting && personOf(waiting.step.approver);
  if (!waiting || waiting.step.moved || !asked) return undefined;
  const { step } = waiting;
  const [person, owner] = await Promise.all([users.load(asked), users.load(expense.ownerId)]);
  const asManager = step.name === 'manager' && !step.reassigned && step.approver === step.approvers[0];
  const reportsTo = asManager ? owner?.managerId : asked;
  const comment = unfitReason(person, step) ?? notManagerReason(asked, reportsTo);
  if (comment === undefined) return undefined;
  if (reportsTo === undefined || reportsTo === asked) return { comment };
  const next = await users.load(reportsTo);
  // When the new manager may not be asked either, the workflow goes on to the next approver of the new line.
  const canDecide = !expense.decidedBy.includes(reportsTo);
  const line = managerStep({
    ownerId: expense.ownerId,
    managerId: reportsTo,
    secondManagerId: next?.managerId,
  });
  return canDecide && line ? { comment, to: reportsTo, approvers: line.approvers } : { comment };
}

function notManagerReason(asked: string, reportsTo: string | undefined): string | undefined {
  if (reportsTo === undefined) return 'The owner reports to nobody any more';
  return reportsTo === asked ? undefined : 'The owner reports to somebody else';
}

function unfitReason(person: User | undefined, step: ApprovalStep): string | undefined {
  if (!person) return 'The approver has left';
  if (!isActive(person)) return 'The approver was deactivated';
  return mayBeAsked(person, step) ? undefined : `The approver no longer has the role ${roleFor(step)}`;
}

/** The id of the person whose queue `approver` is; undefined for a role's queue. */
export function personOf(approver: string | undefined): string | undefined {
  return approver?.startsWith('USER#') ? approver.slice('USER#'.length) : undefined;
}
