import { approvalPolicy } from '../../policies/approval-policy.ts';
import { decidingStates } from './deciding.ts';
import { waitOnward } from './decision-task.ts';
import type { WorkflowRefs } from './expense-update.ts';
import { jsonata } from './jsonata.ts';
import { readingBackStates } from './reading-back.ts';
import { type StateMachineDefinition, stateNames } from './states.ts';
import { type ApprovalTiming, waitingStates } from './waiting.ts';

/** The input of an execution, see `workflowInput` in {@link ../approval.ts}. */
export interface WorkflowInput {
  readonly expenseId: string;
  readonly round: number;
  readonly steps: readonly { readonly approvers: readonly string[] }[];
}

/**
 * The approval of one expense as a state machine (Standard, JSONata). It walks the chain of its input, and writes only
 * the expense's own item. Each write is conditional on the round, so that the execution of a recalled expense ends by
 * itself, and each can be repeated without being written twice.
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
          // Of the current wait: its id, its purpose, and how often it failed to begin.
          waitId: '',
          kind: 'requested',
          tries: 0,
          // The last move that was received.
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
