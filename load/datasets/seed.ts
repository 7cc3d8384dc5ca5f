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

/** How much was written. */
export interface Seeded {
  readonly items: number;
  readonly approvals: number;
}

/**
 * Writes a dataset into the target's table, and starts the approvals that are under way in it. Repeating it writes
 * the same items again.
 *
 * @throws LoadError `dataset` when the target says neither its table nor its state machine, or DynamoDB refuses
 */
export async function seed(
  target: Pick<LoadTarget, 'aws' | 'tableName' | 'stateMachineArn'>,
  items: Iterable<DatasetItem>,
  onProgress: (written: number) => void = () => {},
): Promise<Seeded> {
  const { tableName, stateMachineArn } = target;
  if (!tableName || !stateMachineArn) {
    throw new LoadError('dataset', 'A dataset needs table_name and state_machine_arn among the outputs.');
  }
  const dynamodb = new DynamoDBClient({ ...target.aws, maxAttempts: 8 });
  const sfn = new SFNClient({ ...target.aws, maxAttempts: 8 });
  const starts: StartInput[] = [];
  let written = 0;
  const batches = batchesOf(items, starts);
  try {
    await inParallel(writers, batches, async (batch) => {
      await writeBatch(dynamodb, tableName, batch);
      written += batch.length;
      onProgress(written);
    });
    await inParallel(starters, starts.values(), async (input) => {
      const name = `${input.expenseId}-${input.round}`;
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    });
    return { items: written, approvals: starts.length };
  } catch (error) {
    const { name, message } = error as Error;
    throw new LoadError('dataset', `The dataset could not be written: ${name}: ${message}`);
  } finally {
    dynamodb.destroy();
    sfn.destroy();
  }
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
