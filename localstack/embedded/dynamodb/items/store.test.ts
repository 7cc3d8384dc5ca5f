import { expect, it } from 'vitest';
import { createClock } from '../../clock/clock.ts';
import { type Collection, createMemoryStorage } from '../../storage/storage.ts';
import { rules } from '../dynalite.ts';
import type { Description, Item } from '../model.ts';
import { ItemStore } from './store.ts';

const description = {
  TableName: 'orders',
  TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders',
  CreationDateTime: 0,
  ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  AttributeDefinitions: ['pk', 'owner', 'at'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-owner',
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} satisfies Description as Description;

/** A store of `count` items by ten owners, and how many items were read from it. */
function storeOf(count: number) {
  let reads = 0;
  const rows = createMemoryStorage().collection<string>('rows');
  const counted: Collection<string> = new Proxy(rows, {
    get(target, name) {
      if (name === 'get') reads++;
      const member = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const store = new ItemStore(counted, createClock(), description, undefined);
  for (let index = 0; index < count; index++) {
    const item: Item = {
      pk: { S: `order-${index}` },
      owner: { S: `owner-${index % 10}` },
      at: { S: String(index).padStart(9, '0') },
    };
    store.put(rules.createKey(item, description), item);
  }
  return {
    /** The newest 20 of one owner. */
    newest: () => {
      const prefix = `${rules.createKey({ owner: { S: 'owner-3' } }, description, [
        { AttributeName: 'owner', KeyType: 'HASH' },
      ])}`;
      reads = 0;
      const range = { gte: prefix, lt: `${prefix}~`, reverse: true, limit: 20 };
      const items = [...store.indexed('by-owner', range, undefined)];
      return { items, reads };
    },
  };
}

it.each([100, 10_000])('reads a page of an index without looking at the rest of %i items', (count) => {
  const { items, reads } = storeOf(count).newest();
  expect(items).toHaveLength(Math.min(20, count / 10));
  expect(items[0]?.at?.S).toBe(String(count - 7).padStart(9, '0'));
  expect(reads).toBe(items.length);
});
