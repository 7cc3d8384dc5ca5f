import { AwsError } from '../../core/errors.ts';
import { Consumption, replacementUnits, withCapacity } from '../capacity.ts';
import { addWrite, type Database } from '../database.ts';
import { dynamoDbErrors } from '../errors.ts';
import type { Input, Output } from '../model.ts';
import {
  commitWrite,
  isConditionMet,
  type PreparedWrite,
  prepareWrite,
  returnedAttributes,
  type WriteName,
  writtenItem,
} from './write.ts';

/** PutItem, UpdateItem and DeleteItem. Throws {@link AwsError}. */
export function writeItem(database: Database, name: WriteName, input: Input): Output {
  checkReturnValuesOnFailure(input);
  const write = prepareWrite(database, name, input);
  refuseCollectionMetrics(write);
  const consumption = new Consumption('writeUnits');
  if (!isConditionMet(write)) {
    // A write that its condition refuses costs as much as what stands there.
    consumption.add(write.items.description, undefined, replacementUnits(write.old, undefined));
    database.capacity.record(consumption);
    throw conditionFailed(write, input);
  }
  const item = writtenItem(write);
  commitWrite(write, item);
  addWrite(consumption, write.items, write.old, item);
  database.capacity.record(consumption);
  const Attributes = returnedAttributes(write, item);
  return withCapacity(Attributes ? { Attributes } : {}, input, consumption);
}

/** Throws ValidationException where ReturnValuesOnConditionCheckFailure is neither NONE nor ALL_OLD. */
export function checkReturnValuesOnFailure(input: Input): void {
  const wanted = input.ReturnValuesOnConditionCheckFailure;
  if (wanted === undefined || wanted === 'NONE' || wanted === 'ALL_OLD') return;
  throw dynamoDbErrors.validation(
    `1 validation error detected: Value '${String(wanted)}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
  );
}

/** With the item as it stands, where the call asks for it. */
function conditionFailed({ old }: PreparedWrite, input: Input): AwsError {
  const shown = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? old : undefined;
  return new AwsError(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    400,
    shown ? { Item: shown } : undefined,
  );
}

function refuseCollectionMetrics({ input }: PreparedWrite): void {
  if (input.ReturnItemCollectionMetrics !== 'SIZE') return;
  throw new AwsError(
    'NotImplemented',
    'The embedded AWS does not implement ReturnItemCollectionMetrics.',
    501,
  );
}
