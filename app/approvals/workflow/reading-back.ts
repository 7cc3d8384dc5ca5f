import {
  askedKey,
  asksPerson,
  catchAll,
  expenseKey,
  retryTimeout,
  type WorkflowRefs,
} from './expense-update.ts';
import { jsonata } from './jsonata.ts';
import { type State, stateNames, type TaskState } from './states.ts';
import { hasNextApprover } from './waiting.ts';

/** How often a wait is started before the execution gives up: seconds of conflicts with other transactions. */
const maxTries = 5;

/** The states after a refused write: read what is there, and continue from that. */
export function readingBackStates(refs: WorkflowRefs): Record<string, State> {
  return {
    [stateNames.readBack]: readExpense(refs),
    [stateNames.whatHappened]: {
      Type: 'Choice',
      Choices: [
        { Condition: jsonata(`$outcome = 'approved'`), Next: stateNames.approved },
        { Condition: jsonata(`$outcome = 'rejected'`), Next: stateNames.rejected },
        { Condition: jsonata('$not($current)'), Next: stateNames.superseded },
        { Condition: jsonata(`$decision != ''`), Next: stateNames.decided },
        { Condition: jsonata('$moved'), Next: stateNames.moved },
        { Condition: jsonata('$written'), Next: stateNames.awaitOnward },
        { Condition: jsonata(`$not($able) and ${hasNextApprover}`), Next: stateNames.nextApprover },
        { Condition: jsonata(`$able and $tries < ${maxTries}`), Next: stateNames.pause },
      ],
      Default: stateNames.failed,
    },
    [stateNames.pause]: {
      Type: 'Wait',
      Comment: 'Another transaction had one of the two items in hand.',
      Seconds: 1,
      Next: stateNames.askAgain,
    },
    [stateNames.askAgain]: {
      Type: 'Choice',
      Choices: [
        { Condition: jsonata(`$kind = 'requested'`), Next: stateNames.await },
        { Condition: jsonata(`$kind = 'reminded'`), Next: stateNames.awaitReminded },
      ],
      Default: stateNames.awaitEscalated,
    },
    [stateNames.silence]: {
      Type: 'Choice',
      Choices: [{ Condition: jsonata(`$kind = 'reminded'`), Next: stateNames.canEscalate }],
      Default: stateNames.awaitReminded,
    },
  };
}

/**
 * Reads the expense and the profile of the approver: whether the expense is still in this round, what a person decided
 * or moved meanwhile, whether the refused write had in fact succeeded, and whether the approver may be asked.
 */
function readExpense(refs: WorkflowRefs): TaskState {
  const expense = '$states.result.Responses[0].Item';
  const person = '$states.result.Responses[1].Item';
  const step = `${expense}.approval.M.steps.L[$index].M`;
  const isRound = `${expense}.approval.M.round.N = $string($round)`;
  const text = (path: string, otherwise: string) => jsonata(`$exists(${path}) ? ${path} : ${otherwise}`);
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:transactGetItems',
    Arguments: {
      TransactItems: [
        {
          Get: {
            TableName: refs.tableName,
            Key: expenseKey,
            // An item can be larger than the state of an execution may be, and its history is not needed.
            ProjectionExpression: '#status, settledAt, approval, waitId',
            ExpressionAttributeNames: { '#status': 'status' },
          },
        },
        {
          Get: {
            TableName: refs.tableName,
            Key: askedKey,
            ProjectionExpression: '#roles, deactivatedAt',
            ExpressionAttributeNames: { '#roles': 'roles' },
          },
        },
      ],
    },
    TimeoutSeconds: 30,
    Assign: {
      current: jsonata(`${expense}.status.S = 'submitted' and ${isRound}`),
      outcome: jsonata(`${isRound} and $exists(${expense}.settledAt) ? ${expense}.status.S : ''`),
      decision: text(`${step}.decision.M.outcome.S`, `''`),
      moved: jsonata(`$exists(${step}.moved.M.id.S) and ${step}.moved.M.id.S != $moveId`),
      moveId: text(`${step}.moved.M.id.S`, '$moveId'),
      moveTo: text(`${step}.moved.M.to.S`, `''`),
      moveRole: text(`${step}.moved.M.role.S`, `'manager'`),
      moveLine: jsonata(`[${step}.moved.M.approvers.L.S]`),
      written: jsonata(`${expense}.waitId.S = $waitId`),
      able: jsonata(
        `$not(${asksPerson}) or ($role in ${person}.roles.L.S and $not($exists(${person}.deactivatedAt)))`,
      ),
    },
    Retry: retryTimeout,
    Catch: [catchAll],
    Next: stateNames.whatHappened,
  };
}
