import { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { transaction } from '../authorization.ts';
import { Consumption, withCapacity } from '../capacity.ts';
import { type CallStore, callStore, type Database } from '../database.ts';
import { rules } from '../dynalite.ts';
import { dynamoDbErrors } from '../errors.ts';
import { checkReturnValuesOnFailure } from '../items/writing.ts';
import type { Input, Item } from '../model.ts';
import { asAwsError, check, runAtOnce } from '../run.ts';
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
  readonly data: Record<string, unknown>;
  readonly table: string;
  readonly key: string;
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
    const store = callStore(database, { consumption });
    const steps = stepsOf(database, store, input);
    if (database.clientTokens.isRepeated(input)) return {};
    cancelUnless(steps.map((step) => conditionOf(database, step)));
    database.streams.together(() => apply(database, store, steps));
    database.capacity.record(consumption);
    database.clientTokens.remember(input);
    return withCapacity({}, input, consumption, 'list');
  }),
});

function stepsOf(database: Database, store: CallStore, input: Input): Step[] {
  const actions = (input.TransactItems ?? []) as Partial<Record<Kind, Input>>[];
  if (actions.length < 1 || actions.length > MAX_ITEMS) {
    throw dynamoDbErrors.validation(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ITEMS} and greater than or equal to 1`,
    );
  }
  const steps = actions.map((action) => stepOf(database, store, action));
  const items = new Set(steps.map(({ table, key }) => `${table}/${key}`));
  if (items.size < steps.length) {
    throw dynamoDbErrors.validation('Transaction request cannot include multiple operations on one item');
  }
  return steps;
}

function stepOf(database: Database, store: CallStore, action: Partial<Record<Kind, Input>>): Step {
  const kinds = (Object.keys(ACTIONS) as Kind[]).filter((kind) => action[kind] !== undefined);
  const [kind] = kinds;
  const own = kind && action[kind];
  if (!kind || !own || kinds.length > 1) {
    throw dynamoDbErrors.validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  checkReturnValuesOnFailure(own);
  const data = check(ACTIONS[kind], own, store);
  const { description } = database.table(String(data.TableName));
  const key = (data.Item ?? data.Key) as Item;
  const invalid = kind === 'Put' ? rules.validateItem(key, description) : rules.validateKey(key, description);
  if (invalid) throw asAwsError(invalid);
  return { kind, input: own, data, table: description.TableName, key: rules.createKey(key, description) };
}

function conditionOf(database: Database, step: Step): Reason {
  const item = database.items(step.table).get(step.key);
  const failed = rules.checkConditional(step.data, item);
  if (!failed) return { Code: 'None' };
  const shows = step.input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && item;
  return { Code: 'ConditionalCheckFailed', Message: failed.message, ...(shows ? { Item: item } : {}) };
}

/** Runs the steps; what was done is undone where one of them turns out to be impossible. */
function apply(database: Database, store: CallStore, steps: readonly Step[]): void {
  const before = steps.map(({ table, key }) => database.items(table).get(key));
  for (const [index, { kind, data }] of steps.entries()) {
    if (kind === 'ConditionCheck') continue;
    try {
      runAtOnce(ACTIONS[kind], data, store);
    } catch (error) {
      for (const [done, { table, key }] of steps.slice(0, index).entries()) {
        const item = before[done];
        if (item) database.items(table).put(key, item);
        else database.items(table).delete(key);
      }
      if (!(error instanceof AwsError)) throw error;
      const reason = { Code: 'ValidationError', Message: error.message };
      cancelUnless(steps.map((_, other) => (other === index ? reason : { Code: 'None' })));
    }
  }
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
