import {
  catchAll,
  conditionFailed,
  retryTimeout,
  updateExpense,
  type WorkflowRefs,
} from './expense-update.ts';
import { jsonata } from './jsonata.ts';
import { type State, stateNames, type TaskState } from './states.ts';

/** From a decision to the final status of the expense. */
export function decidingStates(refs: WorkflowRefs): Record<string, State> {
  return {
    [stateNames.decided]: {
      Type: 'Choice',
      Choices: [
        { Condition: jsonata(`$decision = 'approved'`), Next: stateNames.stepDone },
        { Condition: jsonata(`$decision = 'rejected'`), Next: stateNames.reject },
        { Condition: jsonata(`$decision = 'moved'`), Next: stateNames.moved },
      ],
      Default: stateNames.failed,
    },
    [stateNames.stepDone]: {
      Type: 'Pass',
      Assign: { index: jsonata('$index + 1'), ...stepVariables('$index + 1') },
      Next: stateNames.nextStep,
    },
    [stateNames.approve]: finish(refs, 'approved', stateNames.approved),
    [stateNames.reject]: finish(refs, 'rejected', stateNames.rejected),
  };
}

/**
 * The variables at the beginning of the step with the number `index`, a JSONata expression: its first approver is
 * asked; after the last step nobody is.
 */
export function stepVariables(index: string): Readonly<Record<string, unknown>> {
  return {
    level: 0,
    asked: jsonata(`${index} < $count($steps) ? $steps[${index}].approvers[0] : 'ROLE#nobody'`),
    role: 'manager',
    waitingSince: jsonata('$now()'),
    tries: 0,
  };
}

/** Writes the final status and takes the expense out of every queue. */
function finish(refs: WorkflowRefs, status: 'approved' | 'rejected', next: string): TaskState {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem',
    Arguments: updateExpense(refs, {
      set: ['#status = :status', 'settledAt = :now'],
      remove: ['taskToken', 'waitId', 'approver', 'approverOrder', 'workflow', 'workflowCheckAt'],
      condition: [],
      event: status,
      values: { ':status': { S: status } },
    }),
    TimeoutSeconds: 30,
    Retry: retryTimeout,
    // Someone else was faster, or the write had succeeded and its answer was lost.
    Catch: [{ ErrorEquals: [conditionFailed], Next: stateNames.readBack }, catchAll],
    Next: next,
  };
}
