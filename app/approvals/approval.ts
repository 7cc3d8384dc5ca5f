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

/** How long the reconciler leaves a new workflow, or one that was just sent a decision, alone: milliseconds. */
export const settleTime = 2 * 60 * 1000;

/**
 * A draft as it is when it has been submitted with `chain`. Throws `expense.not-draft`, `receipt.pending`, and
 * `expense.too-long` where no room is left for what is to come.
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

/** When the reconciler is to look at a workflow that was touched `at`. */
export function checkTime(at: Date): string {
  return new Date(at.getTime() + settleTime).toISOString();
}

/** A submitted expense taken back by its owner. Throws when it is not submitted, or when all is decided. */
export function recalled(expense: Expense, by: string, at: Date): Expense {
  if (expense.status !== 'submitted') throw problem('approval.not-submitted');
  if (outcomeOf(expense.approval) !== undefined) throw problem('approval.settled');
  return backToDraft(expense, { by, event: 'recalled' }, at);
}

/** The expense as a draft again, out of every queue; its approval stays to be read until the next round. */
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
 * What the decisions so far amount to: rejected at the first refusal, approved when every step is (a chain
 * without steps is), undefined while a step is open.
 */
export function outcomeOf(approval: Approval | undefined): Decision['outcome'] | undefined {
  if (!approval) return undefined;
  if (approval.steps.some(({ decision }) => decision?.outcome === 'rejected')) return 'rejected';
  return approval.steps.every(({ decision }) => decision?.outcome === 'approved') ? 'approved' : undefined;
}

/**
 * A decision that the workflow may not have taken yet: the token on the item is that of the step last waited for,
 * and it is of use only as long as that is the step last decided.
 */
export function openDecision({ approval }: Expense): Decision['outcome'] | undefined {
  const asked = approval?.steps.findLast(({ approver }) => approver !== undefined);
  return asked?.decision?.outcome;
}

/** What someone decides. */
export interface DecisionInput {
  readonly outcome: Decision['outcome'];
  readonly comment?: string | undefined;
}

/**
 * The expense with the decision of `person` on the step that waits. It leaves the queue at once; the token stays
 * until the workflow has taken the decision. Throws what {@link requireApprover} throws.
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
 * The approval and the number of its step that waits for `person`. Refuses the owner, who is not and never was
 * asked, and who decided another step of the round (403); and who comes too early or too late (409).
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
  // By name a person decides in the role of the step, which they may have lost while they have others.
  if (personOf(asked) && !person.roles.includes(roleFor(step))) throw refusal();
  if (step.decision || !expense.taskToken || !expense.queue) throw problem('approval.not-waiting');
  if (expense.decidedBy.includes(person.id)) throw problem('approval.second-decision');
  return { approval, index };
}

function askedNow(step: ApprovalStep): string {
  return step.approver ?? step.approvers[0] ?? '';
}

/** The input that the workflow of the present round is started with; the same at every repetition. */
export function workflowInput(expense: Expense): WorkflowInput {
  const { round = 0, steps = [] } = expense.approval ?? {};
  return { expenseId: expense.id, round, steps: steps.map(({ approvers }) => ({ approvers })) };
}
