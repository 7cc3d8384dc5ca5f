import type { ActivePerson } from '../auth/actor.ts';
import { queuesOf } from '../auth/permissions.ts';
import { systemActor } from '../contract/system-actor.ts';
import { problem } from '../errors/problems.ts';
import type { Approval, ApprovalStep, Decision } from '../expenses/approval.schema.ts';
import { requireDraft } from '../expenses/expense.ts';
import type { Expense } from '../expenses/expenses.schema.ts';
import { withEvent } from '../expenses/history.ts';
import type { ChainStep } from '../policies/approval-policy.ts';
import { requireNonePending } from '../receipts/receipt.ts';
import { personOf, roleFor } from './move.ts';
import type { WorkflowInput } from './workflow/index.ts';

/** Milliseconds before the reconciler checks a workflow that was just started, or just sent a decision. */
export const settleTime = 2 * 60 * 1000;

/**
 * The draft `expense` after its submission with `chain`. Throws `expense.not-draft`, `receipt.pending`, and
 * `expense.too-long` when the item has no room left for the approval.
 */
export function submitted(expense: Expense, chain: readonly ChainStep[], by: string, at: Date): Expense {
  requireDraft(expense);
  requireNonePending(expense);
  const steps = chain.map(
    ({ name, approvers }): ApprovalStep => ({ name, status: 'pending', approvers: [...approvers] }),
  );
  const moment = at.toISOString();
  return withEvent(
    {
      ...expense,
      status: 'submitted',
      submittedAt: moment,
      approval: { round: (expense.approval?.round ?? 0) + 1, steps },
      decidedBy: [],
      workflowCheckAt: checkTime(at),
    },
    { at: moment, by, event: 'submitted' },
    'submitting',
    expense,
  );
}

/** When the reconciler is to check a workflow that was called `at`. */
export function checkTime(at: Date): string {
  return new Date(at.getTime() + settleTime).toISOString();
}

/**
 * A submitted expense taken back by its owner. Throws `approval.not-submitted`, and `approval.settled` after the last
 * decision.
 */
export function recalled(expense: Expense, by: string, at: Date): Expense {
  if (expense.status !== 'submitted') throw problem('approval.not-submitted');
  if (outcomeOf(expense.approval) !== undefined) throw problem('approval.settled');
  return backToDraft(expense, { by, event: 'recalled' }, at);
}

/** The expense as a draft again, out of every queue; its approval stays readable until the next round. */
export function backToDraft(expense: Expense, why: { by: string; event: string }, at: Date): Expense {
  const { submittedAt, ...rest } = withoutWorkflow(expense);
  return withEvent({ ...rest, status: 'draft' }, { at: at.toISOString(), ...why }, 'ending');
}

/** The expense with its final status. */
export function settled(expense: Expense, outcome: Decision['outcome'], at: Date): Expense {
  const moment = at.toISOString();
  return withEvent(
    { ...withoutWorkflow(expense), status: outcome, settledAt: moment },
    { at: moment, by: systemActor, event: outcome },
    'ending',
  );
}

function withoutWorkflow(expense: Expense): Expense {
  const { taskToken, waitId, queue, workflowCheckAt, ...rest } = expense;
  return rest;
}

/**
 * The outcome of the decisions so far: rejected at the first rejection, approved when every step is (a chain without
 * steps is), undefined while a step is open.
 */
export function outcomeOf(approval: Approval | undefined): Decision['outcome'] | undefined {
  if (!approval) return undefined;
  if (approval.steps.some(({ decision }) => decision?.outcome === 'rejected')) return 'rejected';
  return approval.steps.every(({ decision }) => decision?.outcome === 'approved') ? 'approved' : undefined;
}

/**
 * A decision that the workflow may not have received yet. The token on the item belongs to the last step that waited, so
 * it is useful only while that is also the last step decided.
 */
export function openDecision({ approval }: Expense): Decision['outcome'] | undefined {
  const asked = approval?.steps.findLast(({ approver }) => approver !== undefined);
  return asked?.decision?.outcome;
}

/** What an approver decides. */
export interface DecisionInput {
  readonly outcome: Decision['outcome'];
  readonly comment?: string | undefined;
}

/**
 * The expense with the decision of `person` on the step that waits. It leaves the queue at once; the token stays until
 * the workflow has received the decision. Throws what {@link requireApprover} throws.
 */
export function decided(expense: Expense, person: ActivePerson, input: DecisionInput, at: Date): Expense {
  const { approval, index } = requireApprover(expense, person);
  const moment = at.toISOString();
  const comment = input.comment === undefined ? {} : { comment: input.comment };
  const decision: Decision = { outcome: input.outcome, by: person.id, at: moment, ...comment };
  const steps = approval.steps.map((step, number) =>
    number === index ? { ...step, status: 'decided' as const, decision } : step,
  );
  const { queue, ...rest } = expense;
  return withEvent(
    {
      ...rest,
      approval: { ...approval, steps },
      decidedBy: [...expense.decidedBy, person.id],
      workflowCheckAt: checkTime(at),
    },
    { at: moment, by: person.id, event: `step-${input.outcome}`, ...comment },
    'ending',
  );
}

/**
 * The approval, and the index of its step that waits for `person`. Throws `approval.own-expense`,
 * `approval.not-approver` when they were never asked, `approval.second-decision` when they decided another step of the
 * round, and `approval.not-waiting` when they are too early or too late.
 */
function requireApprover(expense: Expense, person: ActivePerson): { approval: Approval; index: number } {
  if (expense.ownerId === person.id) throw problem('approval.own-expense');
  const queues: readonly string[] = queuesOf(person);
  const wasAsked = expense.waitedFor.some((queue) => queues.includes(queue));
  const refusal = () => problem(wasAsked ? 'approval.not-waiting' : 'approval.not-approver');
  const { approval } = expense;
  if (expense.status !== 'submitted' || !approval) throw refusal();
  const index = approval.steps.findIndex(({ decision }) => decision?.outcome !== 'approved');
  const step = approval.steps[index];
  if (!step) throw refusal();
  const asked = askedNow(step);
  if (!queues.includes(asked)) throw refusal();
  // Who is asked by name decides in the role of the step, and may have lost that role.
  if (personOf(asked) && !person.roles.includes(roleFor(step))) throw refusal();
  if (step.decision || !expense.taskToken || !expense.queue) throw problem('approval.not-waiting');
  if (expense.decidedBy.includes(person.id)) throw problem('approval.second-decision');
  return { approval, index };
}

function askedNow(step: ApprovalStep): string {
  return step.approver ?? step.approvers[0] ?? '';
}

/** The input of the workflow of the current round; the same at every repetition. */
export function workflowInput(expense: Expense): WorkflowInput {
  const { round = 0, steps = [] } = expense.approval ?? {};
  return { expenseId: expense.id, round, steps: steps.map(({ approvers }) => ({ approvers })) };
}
