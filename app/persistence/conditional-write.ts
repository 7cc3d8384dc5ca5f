import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isAwsError } from '../errors/aws-error.ts';
import type { Item } from './write-ids.ts';

/**
 * Runs a conditional write. False when its condition failed, or when a transaction is working on the item; other errors
 * are thrown on. A failed condition can be the success of the same write before, whose answer was lost: `isDone`
 * decides that by the item as it stands, undefined when there is none. (The item comes with the error where the write
 * asks for it by `ReturnValuesOnConditionCheckFailure`.)
 */
export async function tryWrite(
  write: () => Promise<unknown>,
  isDone: (kept: Item | undefined) => boolean = () => false,
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return isDone(error.Item && unmarshall(error.Item));
    }
    if (isAwsError(error, 'TransactionConflictException')) return false;
    throw error;
  }
}
