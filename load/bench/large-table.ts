import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { inParallel } from '../datasets/seed.ts';
import { LoadError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { LoadTarget } from '../run/target.ts';
import type { LoadUser } from '../shared/plan.ts';
import { residentMiB } from './memory.ts';
import type { Figure } from './results.ts';
import { aPair, enterExpense } from './someone.ts';

/** How many writes are under way at once. */
const concurrency = 8;

/** How long a list takes with a thousand expenses in the table, and with a million. */
export async function measureLargeTable(target: LoadTarget, log: Log): Promise<Figure[]> {
  const { aws, apiUrl, tableName } = target;
  if (!tableName) throw new LoadError('target', 'The target does not say its table, which is to be filled.');
  const { employee } = await aPair(target);
  let userId = '';
  for (let index = 0; index < 50; index++) userId = (await enterExpense(target, employee)).ownerId;
  const aim = { aws, tableName };
  log('a table of 1 000, then of 1 000 000 expenses');
  await fillTable(aim, { userId }, { from: 0, to: 1_000, owners: 100 });
  await listP95(apiUrl, employee, 300);
  const small = await listP95(apiUrl, employee, 2_000);
  const started = performance.now();
  await fillTable(aim, { userId }, { from: 1_000, to: 1_000_000, owners: 10_000 });
  const seconds = (performance.now() - started) / 1000;
  await listP95(apiUrl, employee, 300);
  const large = await listP95(apiUrl, employee, 2_000);
  const memory = await residentMiB(target.processId);
  return [
    { name: 'list p95 with 1 000 expenses', value: small, unit: 'ms' },
    { name: 'list p95 with 1 000 000 expenses', value: large, unit: 'ms' },
    { name: 'list p95, large table to small', value: large / small, unit: ': 1', atMost: 1.2 },
    { name: 'filling the table, 999 000 items', value: seconds, unit: 's' },
    { name: 'resident memory with 1 000 000 expenses', value: memory, unit: 'MiB' },
  ];
}

/**
 * Fills the table with copies of one employee's newest expense: other ids, other owners. Copying what the
 * application wrote keeps this free of any knowledge of its items but the owner index it lists by.
 *
 * @param owners over how many made-up owners the copies are spread
 */
async function fillTable(
  target: Pick<LoadTarget, 'aws'> & { readonly tableName: string },
  owner: { readonly userId: string },
  copies: { readonly from: number; readonly to: number; readonly owners: number },
): Promise<void> {
  const client = new DynamoDBClient({ ...target.aws, maxAttempts: 5 });
  const { Items } = await client.send(
    new QueryCommand({
      TableName: target.tableName,
      IndexName: 'owner',
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: `OWNER#${owner.userId}` } },
      Limit: 1,
    }),
  );
  const { pk, sk } = Items?.[0] ?? {};
  if (!pk || !sk) throw new Error(`The benchmark's owner ${owner.userId} has no expense to copy.`);
  const { Item: original } = await client.send(
    new GetItemCommand({ TableName: target.tableName, Key: { pk, sk } }),
  );
  const id = original?.id?.S;
  if (!original || !id) throw new Error(`The benchmark's owner ${owner.userId} has no expense to copy.`);
  const text = JSON.stringify(original);
  await inParallel(concurrency, batchesFrom(copies), async (numbers) => {
    const requests = numbers.map((number) => {
      const copy = text
        .replaceAll(id, copyId(id, number))
        .replaceAll(owner.userId, copyId(owner.userId, number % copies.owners));
      return { PutRequest: { Item: JSON.parse(copy) } };
    });
    await client.send(new BatchWriteItemCommand({ RequestItems: { [target.tableName]: requests } }));
  });
  client.destroy();
}

/** The numbers from one to another, as many at a time as DynamoDB takes in one BatchWriteItem. */
function* batchesFrom({ from, to }: { readonly from: number; readonly to: number }): Generator<number[]> {
  for (let first = from; first < to; first += 25) {
    yield Array.from({ length: Math.min(25, to - first) }, (_, index) => first + index);
  }
}

function copyId(id: string, number: number): string {
  const mark = number.toString(16).padStart(8, '0');
  return mark + id.slice(mark.length);
}

/** The 95th percentile of listing one's own expenses, in milliseconds, one request after the other. */
async function listP95(apiUrl: string, as: LoadUser, requests: number): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < requests; index++) {
    const started = performance.now();
    const response = await fetch(`${apiUrl}/expenses?limit=20`, {
      headers: { authorization: `Bearer ${as.accessToken}` },
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`GET /expenses answered ${response.status}`);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)] as number;
}
