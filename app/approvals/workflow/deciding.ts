import {
  catchAll,
  conditionFailed,
  expenseKey,
  retryTransient,
  updateExpense,
  type WorkflowRefs,
} from './expense-update.ts';
import { jsonata } from './jsonata.ts';
import { type State, stateNames, type TaskState } from './states.ts';

/** From a decision, or from finding out that there was one, to the final status of the expense. */
export function decidingStates(refs: WorkflowRefs): Record<string, State> {
  return {
    [stateNames.readBack]: readExpense(refs),
    [stateNames.whatHappened]: {
      Type: 'Choice',
      Choices: [
        { Condition: jsonata('$not($current)'), Next: stateNames.superseded },
        { Condition: jsonata(`$decision != ''`), Next: stateNames.decided },
      ],
      Default: stateNames.failed,
    },
    [stateNames.decided]: {
      Type: 'Choice',
      Choices: [
        { Condition: jsonata(`$decision = 'approved'`), Next: stateNames.stepDone },
        { Condition: jsonata(`$decision = 'rejected'`), Next: stateNames.reject },
      ],
      Default: stateNames.failed,
    },
    [stateNames.stepDone]: {
      Type: 'Pass',
      Assign: { index: jsonata('$index + 1'), level: 0, waitingSince: jsonata('$now()') },
      Next: stateNames.nextStep,
    },
    [stateNames.approve]: finish(refs, 'approved', stateNames.approved),
    [stateNames.reject]: finish(refs, 'rejected', stateNames.rejected),
  };
}

/** Reads what a person decided while the workflow was busy, and whether the expense is still in this round. */
function readExpense(refs: WorkflowRefs): TaskState {
  const approval = '$states.result.Item.approval.M';
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
    Arguments: {
      TableName: refs.tableName,
      Key: expenseKey,
      ConsistentRead: true,
      // An item can be larger than what an execution may carry, and its history is nobody's business here.
      ProjectionExpression: '#status, approval',
      ExpressionAttributeNames: { '#status': 'status' },
    },
    TimeoutSeconds: 30,
    Assign: {
      current: jsonata(
        `$states.result.Item.status.S = 'submitted' and ${approval}.round.N = $string($round)`,
      ),
      decision: jsonata(
        `$string(${approval}.steps.L[$index].M.decision.M.outcome.S ? ${approval}.steps.L[$index].M.decision.M.outcome.S : '')`,
      ),
    },
    Retry: retryTransient,
    Catch: [catchAll],
    Next: stateNames.whatHappened,
  };
}

/** Writes the final status and takes the expense out of every queue. */
function finish(refs: WorkflowRefs, status: 'approved' | 'rejected', next: string): TaskState {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem',
    Arguments: updateExpense(refs, {
      set: ['#status = :status', 'settledAt = :now'],
      remove: ['taskToken', 'approver', 'approverOrder', 'workflow', 'workflowCheckAt'],
      condition: [],
      event: status,
      values: { ':status': { S: status } },
    }),
    TimeoutSeconds: 30,
    Retry: retryTransient,
    Catch: [{ ErrorEquals: [conditionFailed], Next: stateNames.superseded }, catchAll],
    Next: next,
  };
}
