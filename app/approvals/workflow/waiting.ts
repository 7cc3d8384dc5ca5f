import type { ApprovalTiming } from './approval-workflow.ts';
import {
  catchAll,
  conditionFailed,
  retryTransient,
  step,
  updateExpense,
  type WorkflowRefs,
} from './expense-update.ts';
import { jsonata } from './jsonata.ts';
import { type State, stateNames, type TaskState } from './states.ts';

const approver = jsonata('$steps[$index].approvers[$level]');

/**
 * One step of the chain: wait for a person, remind them, ask the next one. Each wait writes what it is for, so a
 * reminder and an escalation cost no write of their own.
 */
export function waitingStates(refs: WorkflowRefs, timing: ApprovalTiming): Record<string, State> {
  return {
    [stateNames.await]: awaitDecision(refs, {
      event: 'approval-requested',
      seconds: timing.remindAfter,
      onTimeout: stateNames.awaitReminded,
    }),
    [stateNames.awaitReminded]: awaitDecision(refs, {
      event: 'approval-reminded',
      mark: 'remindedAt',
      seconds: timing.escalateAfter,
      onTimeout: stateNames.canEscalate,
    }),
    [stateNames.canEscalate]: {
      Type: 'Choice',
      Comment: 'Silence decides nothing: the last approver of a step is reminded again and again.',
      Choices: [
        {
          Condition: jsonata('$level + 1 < $count($steps[$index].approvers)'),
          Next: stateNames.nextApprover,
        },
      ],
      Default: stateNames.awaitReminded,
    },
    [stateNames.nextApprover]: {
      Type: 'Pass',
      Assign: { level: jsonata('$level + 1'), waitingSince: jsonata('$now()') },
      Next: stateNames.awaitEscalated,
    },
    [stateNames.awaitEscalated]: awaitDecision(refs, {
      event: 'approval-escalated',
      mark: 'escalatedAt',
      seconds: timing.remindAfter,
      onTimeout: stateNames.awaitReminded,
    }),
  };
}

interface Wait {
  /** What the history says. */
  readonly event: string;
  /** The member of the step that keeps when this wait began. */
  readonly mark?: 'remindedAt' | 'escalatedAt';
  readonly seconds: number;
  readonly onTimeout: string;
}

/**
 * Writes the task token and the approver's queue on the expense and waits until a decision sends the token back,
 * or the time is over.
 */
function awaitDecision(refs: WorkflowRefs, { event, mark, seconds, onTimeout }: Wait): TaskState {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
    Arguments: updateExpense(refs, {
      set: [
        'taskToken = :token',
        'approver = :approver',
        'approverOrder = :order',
        `${step}.#status = :waiting`,
        `${step}.approver = :approver`,
        `${step}.waitingSince = :since`,
        ...(mark ? [`${step}.${mark} = :now`] : []),
      ],
      add: ['waitedFor :waitedFor'],
      condition: [`attribute_not_exists(${step}.decision)`],
      event,
      values: {
        ':token': { S: jsonata('$states.context.Task.Token') },
        ':approver': { S: approver },
        ':waitedFor': { SS: [approver] },
        ':order': { S: jsonata(`$waitingSince & '#' & $expenseId`) },
        ':since': { S: jsonata('$waitingSince') },
        ':waiting': { S: 'waiting' },
      },
    }),
    TimeoutSeconds: seconds,
    Assign: { decision: jsonata('$states.result.decision') },
    Retry: retryTransient,
    Catch: [
      { ErrorEquals: ['States.Timeout'], Next: onTimeout },
      // The item refuses the write when a person was faster: look at what they did.
      { ErrorEquals: [conditionFailed], Next: stateNames.readBack },
      catchAll,
    ],
    Next: stateNames.decided,
  };
}
