import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';
import { createItemsTable } from './dynamodb-items-table.ts';

const aws = await startBackend(['dynamodb']);
afterAll(() => aws[Symbol.asyncDispose]());
const dynamodb = aws.client(DynamoDBClient);
const TableName = uniqueName('expressions');
beforeAll(() => createItemsTable(dynamodb, TableName));

type Item = Record<string, AttributeValue>;
type Values = Record<string, AttributeValue>;

const letters = (...names: string[]): AttributeValue => ({ L: names.map((S) => ({ S })) });
let count = 0;

/** An item of its own with these attributes; its key. */
async function stored(attributes: Item): Promise<Item> {
  count += 1;
  const Key = { pk: { S: `item-${count}` }, sk: { S: '1' } };
  await dynamodb.send(new PutItemCommand({ TableName, Item: { ...attributes, ...Key } }));
  return Key;
}

const update = (
  Key: Item,
  UpdateExpression: string,
  values?: Values,
  more: Partial<UpdateItemCommandInput> = {},
) =>
  dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression,
      ...(values ? { ExpressionAttributeValues: values } : {}),
      ReturnValues: 'ALL_NEW',
      ...more,
    }),
  );

/** The attributes, without the key, after an update of an item that has had these. */
async function updated(attributes: Item, expression: string, values?: Values): Promise<Item> {
  const Key = await stored(attributes);
  await update(Key, expression, values);
  const { Item = {} } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const { pk: _, sk: __, ...rest } = Item;
  return rest;
}

describe('an update of a list', () => {
  const list = letters('a', 'b', 'c', 'd');

  it.each([
    ['REMOVE l[0], l[1]', letters('c', 'd')],
    ['REMOVE l[1], l[0]', letters('c', 'd')],
    ['REMOVE l[3], l[0], l[9]', letters('b', 'c')],
    ['REMOVE l[0] SET l[1] = :x', letters('x', 'c', 'd')],
    ['SET l[1] = :x REMOVE l[0]', letters('x', 'c', 'd')],
    ['SET l[4] = :x REMOVE l[3]', letters('a', 'b', 'c', 'x')],
    ['SET l[9] = :x', letters('a', 'b', 'c', 'd', 'x')],
    ['SET l[9] = l[0], l[7] = :x', letters('a', 'b', 'c', 'd', 'x', 'a')],
    ['SET l[0] = l[1], l[1] = l[0], l[2] = :x', letters('b', 'a', 'x', 'd')],
  ])('means by each index the element that had it before: %s', async (expression, expected) => {
    const values = expression.includes(':x') ? { ':x': { S: 'x' } } : undefined;
    expect(await updated({ l: list }, expression, values)).toEqual({ l: expected });
  });

  it('removes elements of lists in maps and in lists', async () => {
    const nested = { m: { M: { l: list } }, ll: { L: [list, list] } };
    expect(await updated(nested, 'REMOVE m.l[0], m.l[2], ll[0][1], ll[1]')).toEqual({
      m: { M: { l: letters('b', 'd') } },
      ll: { L: [letters('a', 'c', 'd')] },
    });
  });

  it('removes several elements in a transaction', async () => {
    const Key = await stored({ l: list });
    const Update = { TableName, Key, UpdateExpression: 'REMOVE l[0], l[1]' };
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }));
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    expect(Item?.l).toEqual(letters('c', 'd'));
  });
});

describe('an update', () => {
  it('reads every operand from the item as it was', async () => {
    const before = { a: { N: '1' }, b: { N: '2' }, m: { M: { c: { S: 'c' } } } };
    expect(
      await updated(before, 'SET a = b, b = a, n = m, m.c = :x ADD d :one', {
        ':x': { S: 'x' },
        ':one': { N: '1' },
      }),
    ).toEqual({
      a: { N: '2' },
      b: { N: '1' },
      d: { N: '1' },
      m: { M: { c: { S: 'x' } } },
      n: { M: { c: { S: 'c' } } },
    });
  });

  it.each([
    ['0.1', '+', '0.2', '0.3'],
    ['1', '-', '1', '0'],
    ['12345678901234567890123456789012345678', '-', '1', '12345678901234567890123456789012345677'],
    ['9.999999999999999999999999999999999999', '+', '0.000000000000000000000000000000000001', '10'],
    ['1e-130', '+', '1e-130', `0.${'0'.repeat(129)}2`],
  ])('calculates exactly: %s %s %s', async (a, operator, b, expected) => {
    const { n } = await updated({ n: { N: a } }, `SET n = n ${operator} :b`, { ':b': { N: b } });
    // The same number, however the backend writes it.
    expect(plain(n?.N)).toBe(plain(expected));
  });

  it.each([
    ['9e125', '9e125', /Number overflow/],
    ['1e50', '1', /number/i],
  ])('refuses a sum that no number holds: %s + %s', async (a, b, message) => {
    const Key = await stored({ n: { N: a } });
    await expect(update(Key, 'SET n = n + :b', { ':b': { N: b } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });

  it('adds to and takes from sets and numbers, and leaves no empty set', async () => {
    const before = { ss: { SS: ['a', 'b'] }, ns: { NS: ['1', '2'] }, n: { N: '5' } };
    const { ss, ...rest } = await updated(before, 'ADD ss :s, n :n, fresh :n DELETE ns :ns, nil :ns', {
      ':s': { SS: ['b', 'c'] },
      ':n': { N: '-7' },
      ':ns': { NS: ['2', '1.0', '3'] },
    });
    expect(rest).toEqual({ n: { N: '-2' }, fresh: { N: '-7' } });
    expect(ss?.SS?.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['SET s = s + :n', 'An operand in the update expression has an incorrect data type'],
    ['ADD s :n', 'An operand in the update expression has an incorrect data type'],
    ['SET l = list_append(n, :l)', 'An operand in the update expression has an incorrect data type'],
    ['SET x = absent', 'The provided expression refers to an attribute that does not exist in the item'],
    ['SET absent.x = n', 'The document path provided in the update expression is invalid for update'],
    ['SET n[0] = s', 'The document path provided in the update expression is invalid for update'],
    ['SET s.x = n', 'The document path provided in the update expression is invalid for update'],
    ['REMOVE m.absent.x', 'The document path provided in the update expression is invalid for update'],
  ])('that the item does not allow is refused: %s', async (expression, message) => {
    const Key = await stored({ s: { S: 's' }, n: { N: '1' }, m: { M: {} } });
    const all: Values = { ':n': { N: '1' }, ':l': { L: [] } };
    const used = Object.entries(all).filter(([name]) => new RegExp(`${name}\\b`).test(expression));
    const values = used.length > 0 ? Object.fromEntries(used) : undefined;
    await expect(update(Key, expression, values)).rejects.toMatchObject({
      name: 'ValidationException',
      message,
    });
  });

  it('answers with what it has changed, before and after', async () => {
    const Key = await stored({ a: { N: '1' }, m: { M: { x: { S: 'x' }, y: { S: 'y' } } } });
    const values = { ':z': { S: 'z' }, ':one': { N: '1' } };
    const change = 'SET m.x = :z ADD a :one';
    const before = await update(Key, change, values, { ReturnValues: 'UPDATED_OLD' });
    expect(before.Attributes).toEqual({ a: { N: '1' }, m: { M: { x: { S: 'x' } } } });
    const after = await update(Key, change, values, { ReturnValues: 'UPDATED_NEW' });
    expect(after.Attributes).toEqual({ a: { N: '3' }, m: { M: { x: { S: 'z' } } } });
  });

  it.each([
    ['UPDATED_OLD', 'SET m.z = :v', undefined],
    ['UPDATED_NEW', 'REMOVE s', undefined],
    ['UPDATED_NEW', 'SET l[9] = :v', undefined],
    ['UPDATED_OLD', 'REMOVE l[1], l[7]', { l: letters('b') }],
    ['UPDATED_NEW', 'REMOVE l[1]', { l: letters('c') }],
  ] as const)(
    'answers %s of "%s" by the places that it names',
    async (ReturnValues, expression, expected) => {
      const Key = await stored({ s: { S: 's' }, m: { M: {} }, l: letters('a', 'b', 'c') });
      const values = expression.includes(':v') ? { ':v': { S: 'v' } } : undefined;
      const { Attributes } = await update(Key, expression, values, { ReturnValues });
      expect(Attributes).toEqual(expected);
    },
  );

  it.each(['REMOVE a', 'REMOVE a.b, l[0]', 'DELETE a :ss'])(
    'that only takes away makes no item: %s',
    async (expression) => {
      count += 1;
      const Key = { pk: { S: `nothing-${count}` }, sk: { S: '1' } };
      const values = expression.includes(':ss') ? { ':ss': { SS: ['a'] } } : undefined;
      expect((await update(Key, expression, values)).Attributes).toBeUndefined();
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      expect(Item).toBeUndefined();
    },
  );
});

describe('a condition', () => {
  const item: Item = {
    s: { S: 'text' },
    blank: { S: '' },
    n: { N: '10' },
    b: { B: new Uint8Array([200, 1]) },
    yes: { BOOL: true },
    nothing: { NULL: true },
    l: { L: [{ S: 'a' }, { N: '1' }, { M: { x: { N: '2' } } }] },
    m: { M: { x: { N: '2' }, y: { L: [{ S: 'b' }] } } },
    ss: { SS: ['a', 'b'] },
    ns: { NS: ['1', '2.5'] },
  };
  const values: Values = {
    ':ten': { N: '1e1' },
    ':nine': { N: '9' },
    ':ten_text': { S: '10' },
    ':text': { S: 'text' },
    ':te': { S: 'te' },
    ':a': { S: 'a' },
    ':sets': { SS: ['b', 'a'] },
    ':numbers': { NS: ['2.50', '1.0'] },
    ':number': { N: '2.5' },
    ':bytes': { B: new Uint8Array([200]) },
    ':low': { B: new Uint8Array([100, 255]) },
    ':map': { M: { y: { L: [{ S: 'b' }] }, x: { N: '2.0' } } },
    ':element': { M: { x: { N: '2' } } },
    ':zero': { N: '0' },
    ':two': { N: '2' },
    ':emoji': { S: '😀' },
    ':private': { S: '\uffee' },
    ':L': { S: 'L' },
    ':N': { S: 'N' },
    ':S': { S: 'S' },
  };
  beforeAll(async () => {
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { ...item, emoji: { S: '😀' }, pk: { S: 'conditions' }, sk: { S: '1' } },
      }),
    );
  });

  async function holds(expression: string): Promise<boolean> {
    const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(expression));
    const { Count } = await dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: expression,
        ExpressionAttributeValues: { ':pk': { S: 'conditions' }, ...Object.fromEntries(used) },
      }),
    );
    return Count === 1;
  }

  it.each([
    'n = :ten',
    'n <> :ten_text',
    'absent <> :ten',
    'NOT absent = :ten',
    'n > :nine AND :nine < n',
    'NOT n > :ten_text AND NOT n <= :ten_text',
    'n BETWEEN :nine AND :ten',
    'n IN (:ten_text, :ten)',
    'ss = :sets',
    'ns = :numbers',
    'm = :map',
    'l[2] = :element',
    'contains(s, :te)',
    'contains(ss, :a)',
    'contains(ns, :number)',
    'contains(l, :element)',
    'contains(b, :bytes)',
    'NOT contains(n, :ten)',
    'begins_with(s, :te) AND begins_with(b, :bytes)',
    'NOT begins_with(n, :te)',
    'b > :low',
    'emoji > :private AND emoji = :emoji',
    'size(blank) = :zero AND size(b) = :two AND size(m) = :two AND size(ss) = :two',
    'NOT size(n) >= :zero AND NOT size(absent) >= :zero',
    'attribute_type(l, :L) AND NOT attribute_type(s, :L) AND attribute_type(blank, :S)',
    'attribute_exists(nothing) AND attribute_exists(m.y[0]) AND attribute_not_exists(m.y[1])',
    'n = :nine OR (s = :text AND NOT (n = :nine))',
    'n = :ten OR n = :nine AND s = :te',
    's = :text and not n = :nine',
    'NOT NOT NOT NOT n = :ten',
    'attribute_type(:ten, :N)',
    'absent <> nowhere AND NOT absent = nowhere AND NOT absent <= nowhere',
  ])('holds: %s', async (expression) => {
    expect(await holds(expression)).toBe(true);
  });
});

describe('a projection', () => {
  it('has parts of maps and lists, elements closed up in their order, and nothing that is not there', async () => {
    const Key = await stored({
      m: { M: { x: { S: 'x' }, y: { S: 'y' }, z: { M: { a: { S: 'a' }, b: { S: 'b' } } } } },
      l: { L: [{ S: '0' }, { S: '1' }, { M: { a: { S: 'a' }, b: { S: 'b' } } }] },
      s: { S: 's' },
    });
    const { Item } = await dynamodb.send(
      new GetItemCommand({
        TableName,
        Key,
        ProjectionExpression: 'm.x, m.z.b, l[2].a, l[0], l[7], s.x, absent, #s',
        ExpressionAttributeNames: { '#s': 'sk' },
        ConsistentRead: true,
      }),
    );
    expect(Item).toEqual({
      sk: { S: '1' },
      m: { M: { x: { S: 'x' }, z: { M: { b: { S: 'b' } } } } },
      l: { L: [{ S: '0' }, { M: { a: { S: 'a' } } }] },
    });
  });
});

/** A decimal number without an exponent and without zeros that mean nothing. */
function plain(text = ''): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const padded = digits.padStart(digits.length + Math.max(0, -point), '0').padEnd(point, '0');
  const at = Math.max(point, 0);
  const result = `${padded.slice(0, at)}.${padded.slice(at)}`;
  return result.replace(/^0+/, '').replace(/0+$/, '').replace(/\.$/, '') || '0';
}
