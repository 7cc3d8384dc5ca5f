import { table } from '../../contract/table.ts';
import {
  askedKey,
  asksPerson,
  catchAll,
  conditionFailed,
  retryTransient,
  step,
  transactionCancelled,
  updateExpense,
  type WorkflowRefs,
} from './expense-update.ts';
import { jsonata } from './jsonata.ts';
import { type Catcher, stateNames, type TaskState } from './states.ts';

/** The purpose of a wait; the history's event is `approval-<kind>`. */
type Kind = 'requested' | 'reminded' | 'escalated';

export interface Wait {
  readonly kind: Kind;
  /** The member of the step that stores when this wait began. */
  readonly mark?: 'remindedAt' | 'escalatedAt';
  readonly seconds: number;
  readonly onTimeout: string;
}

/** The id of a wait, the same however often its call is repeated: when its state was entered, and its purpose. */
const waitIdOf = (kind: Kind) =>
  jsonata(`$join([$states.context.State.EnteredTime, '${kind}', $string($index), $asked, $moveId], '#')`);

/**
 * Writes the task token and the approver's queue on the expense, and waits until a decision sends the token back or the
 * time is over. The same transaction checks the profile of the approver, so that nobody is asked who may not decide.
 */
export function decisionTask(refs: WorkflowRefs, { kind, mark, seconds, onTimeout }: Wait): TaskState {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:transactWriteItems.waitForTaskToken',
    Arguments: {
      TransactItems: [{ Update: waitUpdate(refs, kind, mark) }, { ConditionCheck: mayDecide(refs) }],
    },
    TimeoutSeconds: seconds,
    Assign: resultVariables,
    Retry: retryTransient,
    Catch: [
      { ErrorEquals: ['States.Timeout'], Assign: { tries: 0 }, Next: onTimeout },
      // Someone was faster, the approver may not decide, or the write had succeeded and its answer was lost.
      readBackOn(transactionCancelled, { kind, waitId: waitIdOf(kind) }),
      catchAll,
    ],
    Next: stateNames.decided,
  };
}

/** Continues a wait that was written, but whose answer was lost and its token with it: only the token is new. */
export function waitOnward(refs: WorkflowRefs, seconds: { reminded: number; others: number }): TaskState {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
    Arguments: updateExpense(refs, {
      set: ['taskToken = :token'],
      condition: [`attribute_not_exists(${step}.decision)`, 'waitId = :wait'],
      values: {
        ':token': { S: jsonata('$states.context.Task.Token') },
        ':wait': { S: jsonata('$waitId') },
      },
    }),
    TimeoutSeconds: jsonata(`$kind = 'reminded' ? ${seconds.reminded} : ${seconds.others}`),
    Assign: resultVariables,
    Retry: retryTransient,
    Catch: [
      { ErrorEquals: ['States.Timeout'], Assign: { tries: 0 }, Next: stateNames.silence },
      readBackOn(conditionFailed, {}),
      catchAll,
    ],
    Next: stateNames.decided,
  };
}

function readBackOn(error: string, remembered: Readonly<Record<string, string>>): Catcher {
  return {
    ErrorEquals: [error],
    Assign: { ...remembered, tries: jsonata('$tries + 1') },
    Next: stateNames.readBack,
  };
}

/**
 * The result that comes with the token: a decision, or a move of the step, to whom, and with which line of approvers.
 */
const resultVariables = {
  decision: jsonata('$states.result.decision'),
  moveId: jsonata('$exists($states.result.move.id) ? $states.result.move.id : $moveId'),
  moveTo: jsonata(`$exists($states.result.move.to) ? $states.result.move.to : ''`),
  moveRole: jsonata(`$exists($states.result.move.role) ? $states.result.move.role : 'manager'`),
  moveLine: jsonata('[$states.result.move.approvers]'),
  tries: 0,
};

function waitUpdate(refs: WorkflowRefs, kind: Kind, mark: Wait['mark']): object {
  return updateExpense(refs, {
    set: [
      'taskToken = :token',
      'waitId = :wait',
      'approver = :approver',
      'approverOrder = :order',
      `${step}.#status = :waiting`,
      `${step}.approver = :approver`,
      `${step}.waitingSince = :since`,
      ...(mark ? [`${step}.${mark} = :now`] : []),
    ],
    remove: [`${step}.#moved`],
    add: ['waitedFor :waitedFor'],
    condition: [
      `attribute_not_exists(${step}.decision)`,
      '(attribute_not_exists(waitId) OR waitId <> :wait)',
      `(attribute_not_exists(${step}.#moved) OR ${step}.#moved.id = :move)`,
    ],
    event: `approval-${kind}`,
    names: { '#moved': 'moved' },
    values: {
      ':token': { S: jsonata('$states.context.Task.Token') },
      ':wait': { S: waitIdOf(kind) },
      ':move': { S: jsonata('$moveId') },
      ':approver': { S: jsonata('$asked') },
      ':waitedFor': { SS: [jsonata('$asked')] },
      ':order': { S: jsonata(`$waitingSince & '#' & $expenseId`) },
      ':since': { S: jsonata('$waitingSince') },
      ':waiting': { S: 'waiting' },
    },
  });
}

/**
 * A person has to be active and to have the step's role. A role has no profile; its condition uses the same names,
 * because unused ones are refused.
 */
function mayDecide(refs: WorkflowRefs): object {
  const person = 'contains(#roles, :role) AND attribute_not_exists(#deactivatedAt)';
  const role = `attribute_not_exists(${table.partitionKey}) OR contains(#roles, :role) OR attribute_exists(#deactivatedAt)`;
  return {
    TableName: refs.tableName,
    Key: askedKey,
    ConditionExpression: jsonata(`(${asksPerson}) ? '${person}' : '${role}'`),
    ExpressionAttributeNames: { '#roles': 'roles', '#deactivatedAt': 'deactivatedAt' },
    ExpressionAttributeValues: { ':role': { S: jsonata('$role') } },
  };
}
