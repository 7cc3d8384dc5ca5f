import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../../../testing/embedded.ts';
import { createClock } from '../../clock/clock.ts';
import { createMemoryStorage } from '../../storage/storage.ts';
import type { Description } from '../model.ts';
import { onlyTable, plainPuts } from './plain-puts.ts';
import { ItemStore } from './store.ts';

const root = { arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' };
const definition = {
  TableName: 'items',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'owner', 'at'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-owner',
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['note'] },
    },
  ],
};

/** An AWS of one table. It writes plain items by the short way. */
let short: StartedEmbedded;
/** The same, of which everything is asked in a way that only the long way answers. */
let long: StartedEmbedded;
beforeAll(async () => {
  [short, long] = await Promise.all([
    startEmbedded({ services: ['dynamodb'] }),
    startEmbedded({ services: ['dynamodb'] }),
  ]);
});
afterAll(() => Promise.all([short[Symbol.asyncDispose](), long[Symbol.asyncDispose]()]));

const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('', 'ä€😀', 'x'.repeat(1_100)));
const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true }).map(String),
  fc.constantFrom('0', '-0', '007', '1.50', '.5', '5.', '1e3', '-1.25', '0.0', 'one', '', '1'.repeat(39)),
);
const plainLeaf = fc.oneof(
  fc.record({ S: text }),
  fc.record({ N: fc.integer().map(String) }),
  fc.record({ BOOL: fc.boolean() }),
  fc.constant({ NULL: true }),
  fc.record({ SS: fc.uniqueArray(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 3 }) }),
);
const oddValues: readonly unknown[] = [
  {},
  [],
  'text',
  1,
  { NULL: false },
  { BOOL: 'true' },
  { S: 1 },
  { S: 'a', N: '1' },
  { Q: 'a' },
  { S: 'a', Q: 'a' },
  { L: 'x' },
  { M: [] },
  { M: { a: 1 } },
];
/** What is unusual, and what is wrong. */
const oddLeaf = fc.oneof(
  fc.record({ N: number }),
  fc.record({ NS: fc.array(number, { maxLength: 3 }) }),
  fc.record({ SS: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }) }),
  fc.record({ B: fc.constantFrom('', 'YWJj', 'YWJ', '?') }),
  fc.constantFrom(...oddValues),
);
const nested = (leaf: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.record({ L: fc.array(leaf, { maxLength: 3 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ M: fc.dictionary(fc.string({ maxLength: 4 }), leaf, { maxKeys: 3 }) }),
    },
  );
const key = fc.constantFrom('a', 'b', 'ä', 'long'.repeat(30)).map((S) => ({ S }));
const plainItem = fc
  .tuple(
    fc.record({ pk: key, sk: key, owner: key, at: key }, { requiredKeys: ['pk', 'sk'] }),
    fc.dictionary(fc.constantFrom('note', 'amount', '7', 'ö', 'history'), nested(plainLeaf)),
  )
  .map(([keys, attributes]): Record<string, unknown> => ({ ...attributes, ...keys }));
const oddItem = fc
  .tuple(
    plainItem,
    fc.dictionary(fc.constantFrom('note', 'pk', 'sk', 'owner', 'at'), nested(fc.oneof(plainLeaf, oddLeaf)), {
      minKeys: 1,
      maxKeys: 2,
    }),
  )
  .map(([item, odd]): Record<string, unknown> => ({ ...item, ...odd }));
const put = fc.oneof(
  { weight: 8, arbitrary: plainItem.map((Item): unknown => ({ PutRequest: { Item } })) },
  { weight: 3, arbitrary: oddItem.map((Item): unknown => ({ PutRequest: { Item } })) },
  {
    weight: 1,
    arbitrary: fc.record({ pk: key, sk: key }).map((Key): unknown => ({ DeleteRequest: { Key } })),
  },
);
const batches = fc.array(fc.array(put, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });

/** The answer, or the error as its code and words. */
async function answerOf(aws: StartedEmbedded, operation: string, input: object): Promise<unknown> {
  try {
    return await aws.context.call('dynamodb', operation, structuredClone(input), root);
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  }
}

describe('a batch of puts', () => {
  it('answers, costs and leaves behind what dynalite does, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (written) => {
        for (const aws of [short, long]) await answerOf(aws, 'CreateTable', definition);
        for (const requests of written) {
          const input = { RequestItems: { items: requests }, ReturnConsumedCapacity: 'INDEXES' };
          const unplain = { ...input, ReturnItemCollectionMetrics: 'NONE' };
          expect(await answerOf(short, 'BatchWriteItem', input)).toEqual(
            await answerOf(long, 'BatchWriteItem', unplain),
          );
        }
        for (const IndexName of [undefined, 'by-owner']) {
          const scan = { TableName: 'items', ...(IndexName ? { IndexName } : {}) };
          // Compared as texts: the order of attributes counts.
          expect(JSON.stringify(await answerOf(short, 'Scan', scan))).toBe(
            JSON.stringify(await answerOf(long, 'Scan', scan)),
          );
        }
        for (const aws of [short, long]) await answerOf(aws, 'DeleteTable', { TableName: 'items' });
      }),
      { numRuns: 300 },
    );
  });
});

describe('the short way', () => {
  const store = () =>
    new ItemStore(
      createMemoryStorage().collection<string>('rows'),
      createClock(),
      definition as unknown as Description,
      undefined,
    );

  it('is taken for every plain item', () => {
    fc.assert(
      fc.property(plainItem, (Item) => {
        expect(plainPuts([{ PutRequest: { Item } }], store())).toHaveLength(1);
      }),
    );
  });

  const odd: readonly unknown[] = [
    ...oddValues,
    ...['007', '-0', '1.50', '.5', '5.', '1e3', '0.0', '+1', '1'.repeat(39), 'one', ''].map((N) => ({ N })),
    { NS: ['1'] },
    { SS: [] },
    { SS: ['a', 'a'] },
    { SS: [1] },
    { B: 'YWJj' },
    JSON.parse('{ "M": { "__proto__": { "S": "a" } } }'),
  ];

  it.each(odd.map((value) => [JSON.stringify(value), value]))('leaves %s to dynalite', (_text, value) => {
    for (const note of [value, { L: [{ S: 'a' }, value] }, { M: { a: value } }]) {
      const Item = { pk: { S: 'a' }, sk: { S: 'a' }, note };
      expect(plainPuts([{ PutRequest: { Item } }], store())).toBeUndefined();
    }
  });

  it('is taken for one table and a request that asks for nothing else', () => {
    expect(onlyTable({ RequestItems: { items: [] } })).toBe('items');
    expect(onlyTable({ RequestItems: { items: [], others: [] } })).toBeUndefined();
    expect(onlyTable({ RequestItems: { items: [] }, ReturnItemCollectionMetrics: 'SIZE' })).toBeUndefined();
    expect(onlyTable({ RequestItems: [] })).toBeUndefined();
  });

  it('is not taken for more than 25 items, one that is there twice, or one that is too large', () => {
    const requests = (count: number, more: object = {}) =>
      Array.from({ length: count }, (_, number) => ({
        PutRequest: { Item: { pk: { S: `${number}` }, sk: { S: 'x' }, ...more } },
      }));
    expect(plainPuts(requests(25), store())).toHaveLength(25);
    expect(plainPuts(requests(26), store())).toBeUndefined();
    expect(plainPuts([...requests(1), ...requests(1)], store())).toBeUndefined();
    expect(plainPuts(requests(1, { note: { S: 'x'.repeat(410_000) } }), store())).toBeUndefined();
  });
});
