import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  $add,
  $append,
  $remove,
  DeleteItemCommand,
  Entity,
  GetItemCommand,
  item,
  list,
  number,
  PutItemCommand,
  QueryCommand,
  string,
  Table,
  UpdateItemCommand,
} from 'dynamodb-toolbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';
import { keyedTable } from '../testing/tables.ts';

let aws: StartedEmbedded;

beforeAll(async () => {
  aws = await startEmbedded({ services: ['iam', 'sts', 'dynamodb'] });
  await aws.client(DynamoDBClient).send(new CreateTableCommand(keyedTable('shop')));
});

afterAll(() => aws[Symbol.asyncDispose]());

function shop() {
  const table = new Table({
    name: 'shop',
    documentClient: DynamoDBDocumentClient.from(aws.client(DynamoDBClient)),
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
  });
  const orders = new Entity({
    name: 'order',
    table,
    schema: item({
      customer: string().key().savedAs('pk'),
      id: string().key().savedAs('sk'),
      total: number(),
      note: string().optional(),
      lines: list(string()).default([]),
    }),
    timestamps: false,
  });
  return { table, orders };
}

describe('DynamoDB-Toolbox', () => {
  test('puts an item on a condition, and reads it', async () => {
    const { orders } = shop();
    const order = { customer: 'ada', id: 'o1', total: 10, lines: ['a'] };
    const onlyOnce = () =>
      orders
        .build(PutItemCommand)
        .item(order)
        .options({ condition: { attr: 'customer', exists: false } })
        .send();
    await onlyOnce();
    await expect(onlyOnce()).rejects.toThrow('conditional request failed');
    const { Item } = await orders.build(GetItemCommand).key({ customer: 'ada', id: 'o1' }).send();
    expect(Item).toMatchObject(order);
  });

  test('adds, appends and removes in one update', async () => {
    const { orders } = shop();
    await orders
      .build(PutItemCommand)
      .item({ customer: 'ada', id: 'o2', total: 1, note: 'soon', lines: ['a'] })
      .send();
    const { Attributes } = await orders
      .build(UpdateItemCommand)
      .item({ customer: 'ada', id: 'o2', total: $add(5), note: $remove(), lines: $append(['b']) })
      .options({ returnValues: 'ALL_NEW' })
      .send();
    expect(Attributes).toMatchObject({ total: 6, lines: ['a', 'b'] });
    expect(Attributes).not.toHaveProperty('note');
  });

  test('queries a range, filtered and with some attributes', async () => {
    const { table, orders } = shop();
    for (let n = 0; n < 10; n++) {
      await orders
        .build(PutItemCommand)
        .item({ customer: 'grace', id: `g${n}`, total: n })
        .send();
    }
    const { Items } = await table
      .build(QueryCommand)
      .query({ partition: 'grace', range: { between: ['g2', 'g8'] } })
      .entities(orders)
      .options({
        filters: {
          order: {
            or: [
              { attr: 'total', gt: 6 },
              { attr: 'total', lte: 2 },
            ],
          },
        },
        attributes: ['total'],
      })
      .send();
    expect(Items?.map(({ total }) => total)).toEqual([2, 7, 8]);
  });

  test('deletes an item and answers what it was', async () => {
    const { orders } = shop();
    await orders.build(PutItemCommand).item({ customer: 'alan', id: 'a', total: 3 }).send();
    const { Attributes } = await orders
      .build(DeleteItemCommand)
      .key({ customer: 'alan', id: 'a' })
      .options({ returnValues: 'ALL_OLD' })
      .send();
    expect(Attributes).toMatchObject({ total: 3 });
  });
});
