import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import { LoadError } from '../run/errors.ts';
import type { LoadTarget } from '../run/target.ts';
import type { StartInput } from './expense.ts';
import type { DatasetItem } from './generate.ts';

/** What DynamoDB takes in one BatchWriteItem, and how many of them are under way at once. */
const batchSize = 25;
const writers = 8;
/** Step Functions takes 300 StartExecution a second for long: fewer callers than would ask for that. */
const starters = 4;

/**
 * Writes a dataset into the target's table. Repeating it writes the same items again.
 *
 * @returns how much was written, and the approvals that are under way in it, which are still to be started
 * @throws LoadError `dataset` when the target does not say its table, or DynamoDB refuses
 */
export async function writeItems(
  target: Pick<LoadTarget, 'aws' | 'tableName'>,
  items: Iterable<DatasetItem>,
  onProgress: (written: number) => void = () => {},
): Promise<{ readonly written: number; readonly starts: readonly StartInput[] }> {
  const { tableName } = target;
  if (!tableName) throw new LoadError('dataset', 'A dataset needs table_name among the outputs.');
  const dynamodb = new DynamoDBClient({ ...target.aws, maxAttempts: 8 });
  const starts: StartInput[] = [];
  let written = 0;
  try {
    await inParallel(writers, batchesOf(items, starts), async (batch) => {
      await writeBatch(dynamodb, tableName, batch);
      written += batch.length;
      onProgress(written);
    });
    return { written, starts };
  } catch (error) {
    throw refused(error);
  } finally {
    dynamodb.destroy();
  }
}

/**
 * Starts the approvals that are under way in a dataset, as submitting does: their executions write the queues and the
 * task tokens.
 *
 * @throws LoadError `dataset` when the target does not say its state machine, or Step Functions refuses
 */
export async function startApprovals(
  target: Pick<LoadTarget, 'aws' | 'stateMachineArn'>,
  starts: readonly StartInput[],
): Promise<void> {
  const { stateMachineArn } = target;
  if (!stateMachineArn) {
    throw new LoadError('dataset', 'A dataset needs state_machine_arn among the outputs.');
  }
  const sfn = new SFNClient({ ...target.aws, maxAttempts: 8 });
  try {
    await inParallel(starters, starts.values(), async (input) => {
      const name = `${input.expenseId}-${input.round}`;
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    });
  } catch (error) {
    throw refused(error);
  } finally {
    sfn.destroy();
  }
}

function refused(error: unknown): LoadError {
  const { name, message } = error as Error;
  return new LoadError('dataset', `The dataset could not be written: ${name}: ${message}`);
}

function* batchesOf(items: Iterable<DatasetItem>, starts: StartInput[]): Generator<WriteRequest[]> {
  let batch: WriteRequest[] = [];
  for (const { item, start } of items) {
    if (start) starts.push(start);
    batch.push({ PutRequest: { Item: marshall(item) } });
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Lets `workers` take from one source until it is empty. */
async function inParallel<T>(
  workers: number,
  source: Iterator<T> & Iterable<T>,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const worker = async () => {
    for (let next = source.next(); !next.done; next = source.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

/** Writes until nothing is left over: what DynamoDB has no capacity for comes back (BatchWriteItem, API reference). */
async function writeBatch(client: DynamoDBClient, table: string, batch: WriteRequest[]): Promise<void> {
  let left = batch;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt > 0) await new Promise((done) => setTimeout(done, Math.min(2_000, 50 * 2 ** attempt)));
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: left } }),
    );
    left = UnprocessedItems?.[table] ?? [];
  }
}
