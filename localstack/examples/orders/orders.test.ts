import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { SQS } from '@aws-sdk/client-sqs';
import { type LocalAws, localAws } from 'embedded-aws/vitest';
import { test as base, expect, vi } from 'vitest';

const test = base.extend(
  'aws',
  { scope: 'file' },
  localAws({ stacks: new URL('infrastructure/', import.meta.url) }),
);

async function order({ clientConfig, outputs }: LocalAws, id: string) {
  const MessageBody = JSON.stringify({ id, item: 'a teapot' });
  await new SQS(clientConfig).sendMessage({ QueueUrl: outputs.queue_url, MessageBody });
}

/** The order, once it is in the table. */
async function storedOrder({ clientConfig, outputs }: LocalAws, id: string) {
  const table = new DynamoDB(clientConfig);
  return vi.waitUntil(
    async () => (await table.getItem({ TableName: outputs.table_name, Key: { id: { S: id } } })).Item,
    { timeout: 20_000 },
  );
}

test('an order is stored', async ({ aws }) => {
  await order(aws, '1');
  expect(await storedOrder(aws, '1')).toMatchObject({ id: { S: '1' }, item: { S: 'a teapot' } });
});

test('an order is stored with the time of the local AWS, which can be moved', async ({ aws }) => {
  const tomorrow = await aws.clock.advance('P1D');
  await order(aws, '2');
  const { storedAt } = await storedOrder(aws, '2');
  expect(Date.parse(storedAt?.S ?? '')).toBeGreaterThanOrEqual(tomorrow.getTime());
});

test('an order that could not be stored comes again after the visibility timeout', async ({ aws }) => {
  const fail = { code: 'ResourceNotFoundException', message: 'The table is gone.' };
  aws.faults.set([{ service: 'dynamodb', operation: 'PutItem', times: 1, fail }]);
  await order(aws, '3');
  await vi.waitUntil(() => aws.faults.counts()[0]?.struck === 1, { timeout: 20_000 });
  await aws.clock.advance('PT30S');
  expect(await storedOrder(aws, '3')).toMatchObject({ id: { S: '3' } });
});

test('the meter says what an order costs', async ({ aws }) => {
  aws.meter.reset();
  await order(aws, '4');
  await storedOrder(aws, '4');
  expect(aws.meter.read().quantities).toContainEqual(
    expect.objectContaining({ resource: 'orders', quantity: 'writeUnits', amount: 1 }),
  );
});
