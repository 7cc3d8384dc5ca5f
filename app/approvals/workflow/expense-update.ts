import { systemActor } from '../../contract/system-actor.ts';
import { table } from '../../contract/table.ts';
import { jsonata } from './jsonata.ts';
import type { Catcher, Retrier } from './states.ts';
import { stateNames } from './states.ts';

/** Where the workflow finds what it works on. */
export interface WorkflowRefs {
  /** The table's name, as the infrastructure knows it (a reference is fine). */
  readonly tableName: string;
}

/** What may succeed when it is tried again: throttling and DynamoDB's own trouble, never a failed condition. */
export const retryTransient: readonly Retrier[] = [
  {
    ErrorEquals: [
      'DynamoDb.ProvisionedThroughputExceededException',
      'DynamoDb.RequestLimitExceededException',
      'DynamoDb.ThrottlingException',
      'DynamoDb.InternalServerErrorException',
      'DynamoDb.InternalServerException',
      'DynamoDb.SdkClientException',
      // Another transaction had the item in hand.
      'DynamoDb.TransactionConflictException',
    ],
    IntervalSeconds: 1,
    MaxAttempts: 6,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];

/** The error of a write that came too late: the item has moved on. */
export const conditionFailed = 'DynamoDb.ConditionalCheckFailedException';

/** A call whose time was over, made or not; a wait knows it as silence. */
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

/** The same of a transaction: a condition failed, or another one had an item in hand. */
export const transactionCancelled = 'DynamoDb.TransactionCanceledException';

/** Every other error ends the execution as failed; the reconciler then mends the expense. */
export const catchAll: Catcher = { ErrorEquals: ['States.ALL'], Next: stateNames.failed };

/** The key of the expense that the execution is about. */
export const expenseKey = {
  [table.partitionKey]: { S: jsonata(`'EXPENSE#' & $expenseId`) },
  [table.sortKey]: { S: 'EXPENSE' },
};

/** The key of the profile of whoever is asked; where that is a role, there is no such item. */
export const askedKey = {
  [table.partitionKey]: { S: jsonata('$asked') },
  [table.sortKey]: { S: 'USER' },
};

/** Whether a person is asked, and not everybody with a role. */
export const asksPerson = `$substring($asked, 0, 5) = 'USER#'`;

/** The present moment as the application writes it: ISO 8601 in UTC, with milliseconds. */
export const now = { S: jsonata('$now()') };

/** One change of the expense by the workflow. Every change adds to the version. */
export interface ExpenseUpdate {
  /** Assignments of a SET clause; JSONata where they name a step by its number. */
  readonly set: readonly string[];
  readonly remove?: readonly string[];
  readonly add?: readonly string[];
  readonly condition: readonly string[];
  /** What the history says; `by` is always the system. Absent for what is no event. */
  readonly event?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** `approval.steps[n]` of the current step, for use inside {@link ExpenseUpdate}. */
export const step = 'approval.steps[INDEX]';

/** The arguments of DynamoDB's UpdateItem for a change; a list index cannot be a placeholder, so JSONata writes it. */
export function updateExpense(refs: WorkflowRefs, update: ExpenseUpdate): object {
  const { event } = update;
  const told = event ? ['history = list_append(history, :history)', 'updatedAt = :now'] : [];
  const set = [...update.set, ...told];
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

/** Puts the number of the current step where `INDEX` stands. */
function atCurrentStep(expression: string): string {
  if (!expression.includes('INDEX')) return expression;
  return jsonata(
    expression
      .split('INDEX')
      .map((part) => `'${part}'`)
      .join(' & $string($index) & '),
  );
}
