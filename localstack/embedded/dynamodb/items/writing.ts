import { AwsError } from '../../core/errors.ts';
import { Consumption, replacementUnits, withCapacity } from '../capacity.ts';
import { callStore, type Database } from '../database.ts';
import { rules } from '../dynalite.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Input, Item, Output } from '../model.ts';
import { check, runAtOnce } from '../run.ts';

type WriteName = 'putItem' | 'updateItem' | 'deleteItem';

/**
 * PutItem, UpdateItem and DeleteItem: dynalite's, plus the item in a failed condition and the cost. Throws
 * {@link AwsError}.
 */
export function writeItem(database: Database, name: WriteName, input: Input): Output {
  checkReturnValuesOnFailure(input);
  const consumption = new Consumption('writeUnits');
  const store = callStore(database, { consumption });
  const data = check(name, input, store);
  refuseCollectionMetrics(data);
  try {
    const output = runAtOnce(name, data, store);
    database.capacity.record(consumption);
    return withCapacity(output, input, consumption);
  } catch (error) {
    if (isConditionFailed(error)) {
      // A write that its condition refuses costs as much as what stands there.
      const { description } = database.table(String(data.TableName));
      consumption.add(description, undefined, replacementUnits(store.lookedUp, undefined));
      database.capacity.record(consumption);
    }
    throw withItem(database, input, error);
  }
}

/** Throws ValidationException where ReturnValuesOnConditionCheckFailure is neither NONE nor ALL_OLD. */
export function checkReturnValuesOnFailure(input: Input): void {
  const wanted = input.ReturnValuesOnConditionCheckFailure;
  if (wanted === undefined || wanted === 'NONE' || wanted === 'ALL_OLD') return;
  throw dynamoDbErrors.validation(
    `1 validation error detected: Value '${String(wanted)}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
  );
}

function isConditionFailed(error: unknown): error is AwsError {
  return error instanceof AwsError && error.code === 'ConditionalCheckFailedException';
}

/** The item as it stood when the condition failed, where the call asks for it. */
function withItem(database: Database, input: Input, error: unknown): unknown {
  if (!isConditionFailed(error)) return error;
  if (input.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return error;
  const item = storedItem(database, input);
  return item ? new AwsError(error.code, error.message, error.status, { Item: item }) : error;
}

/** The stored item that a call names by its Item or Key. */
function storedItem(database: Database, input: Input): Item | undefined {
  const { description } = database.table(String(input.TableName));
  const key = (input.Item ?? input.Key) as Item;
  return database.items(description.TableName).get(rules.createKey(key, description));
}

function refuseCollectionMetrics(data: Record<string, unknown>): void {
  if (data.ReturnItemCollectionMetrics !== 'SIZE') return;
  throw new AwsError(
    'NotImplemented',
    'The embedded AWS does not implement ReturnItemCollectionMetrics.',
    501,
  );
}
