import { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { transaction } from '../authorization.ts';
import { Consumption, withCapacity } from '../capacity.ts';
import { addWrite, type Database } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import {
  commitWrite,
  isConditionMet,
  type PreparedWrite,
  prepareWrite,
  writtenItem,
} from '../items/write.ts';
import { checkReturnValuesOnFailure } from '../items/writing.ts';
import type { Input, Item } from '../model.ts';
import { withTableKeys } from '../tables/with-keys.ts';

type Kind = 'ConditionCheck' | 'Put' | 'Delete' | 'Update';

/** A condition check is what a delete checks, without the deletion. */
const ACTIONS = {
  ConditionCheck: 'deleteItem',
  Put: 'putItem',
  Delete: 'deleteItem',
  Update: 'updateItem',
} as const;
const MAX_ITEMS = 100;

/** One action of a transaction, checked and found. */
interface Step {
  readonly kind: Kind;
  readonly input: Input;
  readonly write: PreparedWrite;
}

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

/** TransactWriteItems: all of it or none, in one step. */
export const transactWriteItems = defineOperation({
  name: 'TransactWriteItems',
  authorization: transaction,
  run: withTableKeys((database, input) => {
    const consumption = new Consumption('writeUnits', 2);
    const steps = stepsOf(database, input);
    if (database.clientTokens.isRepeated(input)) return {};
    cancelUnless(steps.map(conditionOf));
    database.streams.together(() => apply(steps, consumption));
    database.capacity.record(consumption);
    database.clientTokens.remember(input);
    return withCapacity({}, input, consumption, 'list');
  }),
});

function stepsOf(database: Database, input: Input): Step[] {
  const actions = (input.TransactItems ?? []) as Partial<Record<Kind, Input>>[];
  if (actions.length < 1 || actions.length > MAX_ITEMS) {
    throw dynamoDbErrors.validation(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ITEMS} and greater than or equal to 1`,
    );
  }
  const steps = actions.map((action) => stepOf(database, action));
  const items = new Set(steps.map(({ write }) => `${write.items.description.TableName}/${write.key}`));
  if (items.size < steps.length) {
    throw dynamoDbErrors.validation('Transaction request cannot include multiple operations on one item');
  }
  return steps;
}

function stepOf(database: Database, action: Partial<Record<Kind, Input>>): Step {
  const kinds = (Object.keys(ACTIONS) as Kind[]).filter((kind) => action[kind] !== undefined);
  const [kind] = kinds;
  const own = kind && action[kind];
  if (!kind || !own || kinds.length > 1) {
    throw dynamoDbErrors.validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  checkReturnValuesOnFailure(own);
  return { kind, input: own, write: prepareWrite(database, ACTIONS[kind], own) };
}

function conditionOf({ input, write }: Step): Reason {
  if (isConditionMet(write)) return { Code: 'None' };
  const shows = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && write.old;
  return {
    Code: 'ConditionalCheckFailed',
    Message: 'The conditional request failed',
    ...(shows ? { Item: write.old } : {}),
  };
}

/** Carries the steps out once all of them are known to be possible. */
function apply(steps: readonly Step[], consumption: Consumption): void {
  const writing = steps.filter(({ kind }) => kind !== 'ConditionCheck');
  const items = new Map(writing.map((step) => [step, possibleItem(step, steps)]));
  for (const [at, step] of writing.entries()) {
    const { write } = step;
    const item = items.get(step);
    try {
      commitWrite(write, item);
    } catch (error) {
      for (const done of writing.slice(0, at)) undo(done.write);
      throw error;
    }
    addWrite(consumption, write.items, write.old, item);
  }
}

/** What a step leads to. Throws TransactionCanceledException where that cannot be. */
function possibleItem(step: Step, steps: readonly Step[]): Item | undefined {
  try {
    const item = writtenItem(step.write);
    if (item) step.write.items.check(item);
    return item;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = { Code: 'ValidationError', Message: error.message };
    cancelUnless(steps.map((other) => (other === step ? reason : { Code: 'None' })));
    return undefined;
  }
}

function undo({ items, key, old }: PreparedWrite): void {
  if (old) items.put(key, old);
  else items.delete(key);
}

/** Throws TransactionCanceledException unless every reason is `None`. */
function cancelUnless(reasons: readonly Reason[]): void {
  if (reasons.every(({ Code }) => Code === 'None')) return;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
