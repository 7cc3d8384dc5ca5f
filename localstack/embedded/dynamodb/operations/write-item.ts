import { AwsError } from '../../core/errors.ts';
import { asksCapacity, withIndexUnits } from '../capacity.ts';
import { callStore, type Database } from '../database.ts';
import { rules } from '../dynalite.ts';
import type { Item } from '../model.ts';
import { check, type Input, type Output, runAtOnce } from '../run.ts';

type WriteName = 'putItem' | 'updateItem' | 'deleteItem';

/** PutItem, UpdateItem and DeleteItem: dynalite's, plus the item in a failed condition and the cost of index writes. */
export function writeItem(database: Database, name: WriteName): (input: Input) => Output {
  return (input) => {
    checkReturnValuesOnFailure(input);
    const store = callStore(database, undefined, asksCapacity(input));
    const data = check(name, input, store);
    refuseCollectionMetrics(data);
    try {
      return withIndexUnits(runAtOnce(name, data, store), store.indexUnits);
    } catch (error) {
      throw withItem(database, input, error);
    }
  };
}

/** Throws ValidationException where ReturnValuesOnConditionCheckFailure is neither NONE nor ALL_OLD. */
export function checkReturnValuesOnFailure(input: Input): void {
  const wanted = input.ReturnValuesOnConditionCheckFailure;
  if (wanted === undefined || wanted === 'NONE' || wanted === 'ALL_OLD') return;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${String(wanted)}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
  );
}

/** The item as it stood when the condition failed, where the call asks for it. */
function withItem(database: Database, input: Input, error: unknown): unknown {
  if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') return error;
  if (input.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return error;
  const item = storedItem(database, input);
  return item ? new AwsError(error.code, error.message, error.status, { Item: item }) : error;
}

/** The stored item that a call names by its Item or Key. */
export function storedItem(database: Database, input: Input): Item | undefined {
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
