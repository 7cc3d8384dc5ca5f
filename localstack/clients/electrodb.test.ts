import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity, Service } from 'electrodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { keyedTable } from '../testing/tables.ts';

let aws: StartedEmbedded;
let client: DynamoDBClient;

beforeAll(async () => {
  aws = await startEmbedded({ services: ['iam', 'sts', 'dynamodb'] });
  client = aws.client(DynamoDBClient);
  await client.send(new CreateTableCommand(keyedTable('shop', { name: 'gsi1', keys: ['gsi1pk', 'gsi1sk'] })));
});

afterAll(() => aws[Symbol.asyncDispose]());

function orders() {
  return new Entity(
    {
      model: { entity: 'order', version: '1', service: 'shop' },
      attributes: {
        customer: { type: 'string', required: true },
        id: { type: 'string', required: true },
        state: { type: ['open', 'paid'] as const, required: true, default: 'open' },
        total: { type: 'number', required: true },
        lines: { type: 'list', items: { type: 'string' } },
        labels: { type: 'set', items: 'string' },
      },
      indexes: {
        byCustomer: {
          pk: { field: 'pk', composite: ['customer'] },
          sk: { field: 'sk', composite: ['id'] },
        },
        byState: {
          index: 'gsi1',
          pk: { field: 'gsi1pk', composite: ['state'] },
          sk: { field: 'gsi1sk', composite: ['id'] },
        },
      },
    },
    { client, table: 'shop' },
  );
}

describe('ElectroDB', () => {
  test('creates an item once', async () => {
    const order = { customer: 'ada', id: 'o1', total: 10 };
    const created = await orders().create(order).go();
    expect(created.data).toEqual({ ...order, state: 'open' });
    await expect(orders().create(order).go()).rejects.toThrow('conditional request failed');
  });

  test('patches lists, sets and numbers of an item', async () => {
    const key = { customer: 'ada', id: 'o2' };
    await orders()
      .put({ ...key, total: 1, lines: ['a', 'b', 'c'], labels: ['x', 'y'] })
      .go();
    const patched = await orders()
      .patch(key)
      .add({ total: 5, labels: ['z'] })
      .append({ lines: ['d'] })
      .go({ response: 'all_new' });
    expect(patched.data).toMatchObject({ total: 6, lines: ['a', 'b', 'c', 'd'], labels: ['x', 'y', 'z'] });
    const cut = await orders()
      .patch(key)
      .data(({ lines }, { remove }) => {
        remove(lines[0]);
        remove(lines[1]);
      })
      .go({ response: 'all_new' });
    expect(cut.data).toMatchObject({ lines: ['c', 'd'] });
  });

  test('finds items by an index, filtered and page by page', async () => {
    await orders()
      .put(
        Array.from({ length: 30 }, (_, n) => ({
          customer: 'grace',
          id: `g${String(n).padStart(2, '0')}`,
          state: 'paid' as const,
          total: n,
        })),
      )
      .go();
    const found = await orders()
      .query.byState({ state: 'paid' })
      .where(({ total }, { gte }) => gte(total, 20))
      .go({ limit: 4, pages: 'all' });
    expect(found.data.map(({ total }) => total)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  });

  test('writes in a transaction, or not at all', async () => {
    const service = new Service({ orders: orders() });
    const both = (second: string) =>
      service.transaction
        .write(({ orders: entity }) => [
          entity.create({ customer: 'alan', id: 'new', total: 1 }).commit(),
          entity.create({ customer: 'alan', id: second, total: 1 }).commit(),
        ])
        .go();
    expect((await both('other')).canceled).toBe(false);
    expect((await both('third')).canceled).toBe(true);
    const { data } = await orders().query.byCustomer({ customer: 'alan' }).go();
    expect(data.map(({ id }) => id)).toEqual(['new', 'other']);
  });
});
