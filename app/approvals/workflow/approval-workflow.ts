import { approvalPolicy } from '../../policies/approval-policy.ts';
import { decidingStates } from './deciding.ts';
import { waitOnward } from './decision-task.ts';
import type { WorkflowRefs } from './expense-update.ts';
import { jsonata } from './jsonata.ts';
import { readingBackStates } from './reading-back.ts';
import { type StateMachineDefinition, stateNames } from './states.ts';
import { type ApprovalTiming, waitingStates } from './waiting.ts';

/** The input of an execution, as {@link ../approvals.service.ts} starts it. */
export interface WorkflowInput {
  readonly expenseId: string;
  readonly round: number;
  readonly steps: readonly { readonly approvers: readonly string[] }[];
}

/**
 * The approval of one expense as a state machine (Standard, JSONata). It walks the chain it is given, and the
 * expense's own item is the only thing it writes: each write is conditional on the round, so an execution whose
 * expense was recalled ends by itself. Each can be repeated: what it finds written already it does not write again.
 */
export function approvalWorkflow(
  refs: WorkflowRefs,
  timing: ApprovalTiming = approvalPolicy,
): StateMachineDefinition {
  return {
    Comment: 'Asks the approvers of one expense in turn, reminds and escalates, and records the outcome.',
    QueryLanguage: 'JSONata',
    StartAt: stateNames.begin,
    States: {
      [stateNames.begin]: {
        Type: 'Pass',
        Assign: {
          expenseId: jsonata('$states.input.expenseId'),
          round: jsonata('$states.input.round'),
          steps: jsonata('$states.input.steps'),
          index: 0,
          level: 0,
          asked: jsonata(
            `$count($states.input.steps) > 0 ? $states.input.steps[0].approvers[0] : 'ROLE#nobody'`,
          ),
          role: 'manager',
          waitingSince: jsonata('$now()'),
          // Of the wait under way: which it is, what it is for, and how often it was begun in vain.
          waitId: '',
          kind: 'requested',
          tries: 0,
          // The last move of a step that was taken notice of.
          moveId: '',
        },
        Next: stateNames.nextStep,
      },
      [stateNames.nextStep]: {
        Type: 'Choice',
        Choices: [{ Condition: jsonata('$index < $count($steps)'), Next: stateNames.await }],
        Default: stateNames.approve,
      },
      ...waitingStates(refs, timing),
      [stateNames.awaitOnward]: waitOnward(refs, {
        reminded: timing.escalateAfter,
        others: timing.remindAfter,
      }),
      ...readingBackStates(refs),
      ...decidingStates(refs),
      [stateNames.approved]: { Type: 'Succeed' },
      [stateNames.rejected]: { Type: 'Succeed' },
      [stateNames.superseded]: {
        Type: 'Succeed',
        Comment: 'The expense was recalled, or is in a later round: nothing is left to do.',
      },
      [stateNames.failed]: {
        Type: 'Fail',
        Error: 'ApprovalFailed',
        Cause: 'The workflow could not record a step; the reconciler mends the expense.',
      },
    },
  };
}
