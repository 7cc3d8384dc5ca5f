import {
  BatchWriteItemCommand,
  type BatchWriteItemCommandOutput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { LoadError } from '../errors.ts';
import type { LoadTarget } from '../run/target.ts';
import { itemJson } from './attribute-json.ts';
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

/** The items in DynamoDB's JSON, as many in each batch as it takes. */
function* batchesOf(items: Iterable<DatasetItem>, starts: StartInput[]): Generator<string[]> {
  let batch: string[] = [];
  for (const { item, start } of items) {
    if (start) starts.push(start);
    batch.push(itemJson(item));
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Lets `workers` take from one source until it is empty. */
export async function inParallel<T>(
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
async function writeBatch(client: DynamoDBClient, table: string, batch: readonly string[]): Promise<void> {
  const puts = batch.map((item) => `{"PutRequest":{"Item":${item}}}`).join(',');
  let left = await sendBatch(client, table, `{"RequestItems":{${JSON.stringify(table)}:[${puts}]}}`);
  for (let attempt = 1; left; attempt++) {
    await new Promise((done) => setTimeout(done, Math.min(2_000, 50 * 2 ** attempt)));
    left = leftOf(await client.send(new BatchWriteItemCommand({ RequestItems: left })));
  }
}

/** Sends a BatchWriteItem whose body is made already, and returns what was left over. */
async function sendBatch(client: DynamoDBClient, table: string, body: string) {
  const command = new BatchWriteItemCommand({ RequestItems: { [table]: [] } });
  // Before the SDK measures, signs and sends it, the body that it has made of nothing gives way to the one that is.
  command.middlewareStack.add(
    (next) => (args) => {
      (args.request as { body: string }).body = body;
      return next(args);
    },
    { step: 'build', priority: 'high' },
  );
  return leftOf(await client.send(command));
}

function leftOf({ UnprocessedItems = {} }: BatchWriteItemCommandOutput) {
  return Object.keys(UnprocessedItems).length > 0 ? UnprocessedItems : undefined;
}
