import { systemActor } from '../../contract/system-actor.ts';
import { table } from '../../contract/table.ts';
import { jsonata } from './jsonata.ts';
import type { Catcher, Retrier } from './states.ts';
import { stateNames } from './states.ts';

/** The resources that the workflow uses. */
export interface WorkflowRefs {
  /** The table's name, as the infrastructure knows it (a reference is fine). */
  readonly tableName: string;
}

/** Errors worth a retry: throttling and DynamoDB's own failures, never a failed condition. */
export const retryTransient: readonly Retrier[] = [
  {
    ErrorEquals: [
      'DynamoDb.ProvisionedThroughputExceededException',
      'DynamoDb.RequestLimitExceededException',
      'DynamoDb.ThrottlingException',
      'DynamoDb.InternalServerErrorException',
      'DynamoDb.InternalServerException',
      'DynamoDb.SdkClientException',
      // Another transaction was working on the item.
      'DynamoDb.TransactionConflictException',
    ],
    IntervalSeconds: 1,
    MaxAttempts: 6,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];

/** The error of a write whose condition failed, because the item changed before it. */
export const conditionFailed = 'DynamoDb.ConditionalCheckFailedException';

/**
 * Also a call that timed out, whether or not it succeeded. Not for a wait, where a timeout means that nobody decided.
 */
export const retryTimeout: readonly Retrier[] = [
  ...retryTransient,
  {
    ErrorEquals: ['States.Timeout'],
    IntervalSeconds: 1,
    MaxAttempts: 2,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];

/** The same error of a transaction: a condition failed, or another transaction was working on an item. */
export const transactionCancelled = 'DynamoDb.TransactionCanceledException';

/** Every other error ends the execution as failed; the reconciler then repairs the expense. */
export const catchAll: Catcher = { ErrorEquals: ['States.ALL'], Next: stateNames.failed };

/** The key of the expense that the execution is about. */
export const expenseKey = {
  [table.partitionKey]: { S: jsonata(`'EXPENSE#' & $expenseId`) },
  [table.sortKey]: { S: 'EXPENSE' },
};

/** The key of the profile of the approver who is asked; when a role is asked, there is no such item. */
export const askedKey = {
  [table.partitionKey]: { S: jsonata('$asked') },
  [table.sortKey]: { S: 'USER' },
};

/** JSONata: whether a person is asked, and not a role. */
export const asksPerson = `$substring($asked, 0, 5) = 'USER#'`;

/** The current time as the application writes it: ISO 8601 in UTC, with milliseconds. */
export const now = { S: jsonata('$now()') };

/** One change of the expense by the workflow. Every change adds to the version. */
export interface ExpenseUpdate {
  /** Assignments of the SET clause; they name the current step as {@link step}. */
  readonly set: readonly string[];
  readonly remove?: readonly string[];
  readonly add?: readonly string[];
  readonly condition: readonly string[];
  /** The event for the history, whose actor is always the system; default: no history entry. */
  readonly event?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** `approval.steps[n]` of the current step, for use inside {@link ExpenseUpdate}. */
export const step = 'approval.steps[INDEX]';

/** The arguments of DynamoDB's UpdateItem for a change. A list index cannot be a placeholder, so JSONata inserts it. */
export function updateExpense(refs: WorkflowRefs, update: ExpenseUpdate): object {
  const { event } = update;
  const historyClauses = event ? ['history = list_append(history, :history)', 'updatedAt = :now'] : [];
  const set = [...update.set, ...historyClauses];
  const add = ['version :one', ...(update.add ?? [])];
  const clauses = [
    `SET ${set.join(', ')}`,
    ...(update.remove ? [`REMOVE ${update.remove.join(', ')}`] : []),
    `ADD ${add.join(', ')}`,
  ];
  const condition = ['#status = :submitted', 'approval.round = :round', ...update.condition];
  return {
    TableName: refs.tableName,
    Key: expenseKey,
    UpdateExpression: atCurrentStep(clauses.join(' ')),
    ConditionExpression: atCurrentStep(condition.join(' AND ')),
    ExpressionAttributeNames: { '#status': 'status', ...update.names },
    ExpressionAttributeValues: {
      ':submitted': { S: 'submitted' },
      ':round': { N: jsonata('$string($round)') },
      ':one': { N: '1' },
      ...(event && {
        ':now': now,
        ':history': { L: [{ M: { at: now, by: { S: systemActor }, event: { S: event } } }] },
      }),
      ...update.values,
    },
  };
}

/** Replaces `INDEX` by the number of the current step. */
function atCurrentStep(expression: string): string {
  if (!expression.includes('INDEX')) return expression;
  return jsonata(
    expression
      .split('INDEX')
      .map((part) => `'${part}'`)
      .join(' & $string($index) & '),
  );
}
