import type { ApprovalTiming } from './approval-workflow.ts';
import {
  catchAll,
  catchTooLate,
  conditionFailed,
  retryTransient,
  step,
  updateExpense,
  type WorkflowRefs,
} from './expense-update.ts';
import { jsonata } from './jsonata.ts';
import { type State, stateNames, type TaskState } from './states.ts';

const updateItem = 'arn:aws:states:::aws-sdk:dynamodb:updateItem';
const undecided = `attribute_not_exists(${step}.decision)`;
const approver = jsonata('$steps[$index].approvers[$level]');

/** One step of the chain: wait for a person, remind them, ask the next one. */
export function waitingStates(refs: WorkflowRefs, timing: ApprovalTiming): Record<string, State> {
  return {
    [stateNames.await]: awaitDecision(refs, timing.remindAfter, stateNames.remind),
    [stateNames.remind]: {
      Type: 'Task',
      Comment: 'Marks the step as reminded; the approver sees it in their queue.',
      Resource: updateItem,
      Arguments: updateExpense(refs, {
        set: [`${step}.remindedAt = :now`],
        condition: [undecided],
        event: 'approval-reminded',
      }),
      TimeoutSeconds: 30,
      Retry: retryTransient,
      Catch: catchTooLate,
      Next: stateNames.awaitReminded,
    },
    [stateNames.awaitReminded]: awaitDecision(refs, timing.escalateAfter, stateNames.canEscalate),
    [stateNames.canEscalate]: {
      Type: 'Choice',
      Comment: 'Silence decides nothing: the last approver of a step is reminded again and again.',
      Choices: [
        {
          Condition: jsonata('$level + 1 < $count($steps[$index].approvers)'),
          Next: stateNames.escalate,
        },
      ],
      Default: stateNames.remind,
    },
    [stateNames.escalate]: {
      Type: 'Task',
      Comment: 'Hands the step to the next approver.',
      Resource: updateItem,
      Arguments: updateExpense(refs, {
        set: [`${step}.escalatedAt = :now`],
        condition: [undecided],
        event: 'approval-escalated',
      }),
      TimeoutSeconds: 30,
      Assign: { level: jsonata('$level + 1'), waitingSince: jsonata('$now()') },
      Retry: retryTransient,
      Catch: catchTooLate,
      Next: stateNames.await,
    },
  };
}

/**
 * Writes the task token and the approver's queue on the expense and waits until a decision sends the token
 * back, or `timeout` seconds have passed.
 */
function awaitDecision(refs: WorkflowRefs, timeout: number, onTimeout: string): TaskState {
  return {
    Type: 'Task',
    Resource: `${updateItem}.waitForTaskToken`,
    Arguments: updateExpense(refs, {
      set: [
        'taskToken = :token',
        'approver = :approver',
        'approverOrder = :order',
        `${step}.#status = :waiting`,
        `${step}.approver = :approver`,
        `${step}.waitingSince = :since`,
      ],
      add: ['waitedFor :waitedFor'],
      condition: [undecided],
      event: 'approval-requested',
      values: {
        ':token': { S: jsonata('$states.context.Task.Token') },
        ':approver': { S: approver },
        ':waitedFor': { SS: [approver] },
        ':order': { S: jsonata(`$waitingSince & '#' & $expenseId`) },
        ':since': { S: jsonata('$waitingSince') },
        ':waiting': { S: 'waiting' },
      },
    }),
    TimeoutSeconds: timeout,
    Assign: { decision: jsonata('$states.result.decision') },
    Retry: retryTransient,
    Catch: [
      { ErrorEquals: ['States.Timeout'], Next: onTimeout },
      { ErrorEquals: [conditionFailed], Next: stateNames.readBack },
      catchAll,
    ],
    Next: stateNames.decided,
  };
}
