import {
  type AttributeValue,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/backend.ts';
import { uniqueName } from '../testing/unique-name.ts';
import { createItemsTable } from './dynamodb-items-table.ts';

const aws = await startBackend(['dynamodb']);
afterAll(() => aws[Symbol.asyncDispose]());
const dynamodb = aws.client(DynamoDBClient);
const TableName = uniqueName('expression-errors');
beforeAll(() => createItemsTable(dynamodb, TableName));

type Values = Record<string, AttributeValue>;

/** Of a request: the values among these that its expressions name, and nothing where they name none. */
function placeholders(expression: string, names: Record<string, string> = {}) {
  const all: Values = {
    ':s': { S: 's' },
    ':t': { S: 't' },
    ':n': { N: '1' },
    ':l': { L: [] },
    ':ss': { SS: ['a'] },
  };
  const used = Object.entries(all).filter(([name]) => new RegExp(`${name}\\b`).test(expression));
  return {
    ...(used.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(used) } : {}),
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
  };
}

async function messageOf(sending: Promise<unknown>): Promise<string> {
  const outcome = await sending.then(
    () => undefined,
    (error: Error) => error,
  );
  expect(outcome?.name).toBe('ValidationException');
  // AWS begins with this for single writes, by regions since the middle of 2026.
  return (outcome?.message ?? '').replace(
    /^1 validation error detected: (?=Invalid \w+Expression:|Value prov)/,
    '',
  );
}

const update = (UpdateExpression: string, names?: Record<string, string>) =>
  messageOf(
    dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: 'a' }, sk: { S: 'b' } },
        UpdateExpression,
        ...placeholders(UpdateExpression, names),
      }),
    ),
  );

const filter = (FilterExpression: string, names?: Record<string, string>) =>
  messageOf(
    dynamodb.send(new ScanCommand({ TableName, FilterExpression, ...placeholders(FilterExpression, names) })),
  );

const query = (KeyConditionExpression: string, more: { FilterExpression?: string } = {}) =>
  messageOf(
    dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression,
        ...more,
        ...placeholders(`${KeyConditionExpression} ${more.FilterExpression ?? ''}`),
      }),
    ),
  );

describe('a syntax error', () => {
  it.each([
    ['INVALID SYNTAX HERE', 'INVALID', 'INVALID SYNTAX'],
    ['ADD hits : incr', ':', 'hits : incr'],
    ['SET book-price = :s', '-', 'book-price'],
    ['SET a = :n * (b)', '*', ':n * ('],
    ['SET path = VALUE 1', '1', 'VALUE 1'],
    ['SET a = :s,', '<EOF>', ','],
    ['SET', '<EOF>', 'SET'],
    ['REMOVE a[-1]', '-', '[-1'],
    ['SET _123 = :s', '_', 'SET _123'],
    ['SET a = if_not_exists(a, :n + :n)', '+', ':n + :n'],
    ['SET a = b + c + d', '+', 'c + d'],
  ])(
    'of an update shows the token, and the text from the one before to the one after: %s',
    async (expression, token, near) => {
      expect(await update(expression)).toBe(
        `Invalid UpdateExpression: Syntax error; token: "${token}", near: "${near}"`,
      );
    },
  );

  it.each([
    ['foo', '<EOF>', 'foo'],
    ['attribute_not_exists(', '<EOF>', '('],
    ['attribute_type()', ')', '()'],
    ['contains (themes, :s', '<EOF>', ':s'],
    ['a = = :s', '=', '= = :s'],
    ['a = :s AND', '<EOF>', 'AND'],
  ])('of a filter does so: %s', async (expression, token, near) => {
    expect(await filter(expression)).toBe(
      `Invalid FilterExpression: Syntax error; token: "${token}", near: "${near}"`,
    );
  });
});

describe('an update', () => {
  it.each([
    ['', 'The expression can not be empty;'],
    ['REMOVE name', 'Attribute name is a reserved keyword; reserved keyword: name'],
    ['SET a = :s SET b = :s', 'The "SET" section can only be used once in an update expression;'],
    ['SET a = foo(b)', 'Invalid function name; function: foo'],
    ['SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
    [
      'SET a = list_append(list_append(a, :l), :l)',
      'The function is not allowed to be used this way in an expression; function: list_append',
    ],
    [
      'SET a = if_not_exists(b)',
      'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1',
    ],
    [
      'SET a = if_not_exists(:s, b)',
      'Operator or function requires a document path; operator or function: if_not_exists',
    ],
    [
      'SET a = a + :s',
      'Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
    [
      'SET a = list_append(:s, b)',
      'Incorrect operand type for operator or function; operator or function: list_append, operand type: S',
    ],
    [
      'ADD a :s',
      'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
    ],
    [
      'DELETE a :n',
      'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
    ],
    [
      'SET a = :missing',
      'An expression attribute value used in expression is not defined; attribute value: :missing',
    ],
    [
      'SET #missing = :s',
      'An expression attribute name used in the document path is not defined; attribute name: #missing',
    ],
    [
      'SET a = :s, a.b = :s',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
    [
      'SET a = :s REMOVE a',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
    ],
    [
      'SET a.b = :s, a[1] = :s',
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]',
    ],
  ])('is refused: %s', async (expression, message) => {
    expect(await update(expression)).toBe(`Invalid UpdateExpression: ${message}`);
  });

  it('of a key is refused', async () => {
    expect(await update('SET sk = :s')).toBe(
      'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
    );
  });

  it('with a name that it does not use is refused', async () => {
    expect(await update('SET a = :s', { '#x': 'x' })).toBe(
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}',
    );
  });
});

describe('a condition', () => {
  it.each([
    ['((a = :s))', 'The expression has redundant parentheses;'],
    ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
    [
      'contains(a, b) = :s',
      'The function is not allowed to be used this way in an expression; function: contains',
    ],
    [
      'if_not_exists(a, :s)',
      'The function is not allowed in a condition expression; function: if_not_exists',
    ],
    [
      'begins_with(a)',
      'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
    ],
    [
      'a = a',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
    ],
    [
      'contains(a.b[1], a.b[1])',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a, b, [1]]',
    ],
    ['a < :l', 'Incorrect operand type for operator or function; operator or function: <, operand type: L'],
    [
      'begins_with(a, :n)',
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    [
      'attribute_exists(:s)',
      'Operator or function requires a document path; operator or function: attribute_exists',
    ],
    [
      'a BETWEEN :t AND :s',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:t}, upper bound operand: AttributeValue: {S:s}',
    ],
    [
      'a BETWEEN :n AND :s',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:s}',
    ],
    [
      `a IN (${Array.from({ length: 101 }, () => ':s').join(', ')})`,
      'The IN operator is provided with too many operands; number of operands: 101',
    ],
    [
      `a = :s OR ${'b'.repeat(4096)} = :s`,
      'Expression size has exceeded the maximum allowed size; expression size: 4111',
    ],
    ['a[99999999999] = :s', 'List index is not within the allowable range; index: [99999999999]'],
  ])('is refused: %s', async (expression, message) => {
    expect(await filter(expression)).toBe(`Invalid FilterExpression: ${message}`);
  });

  it('is refused for a type that there is not', async () => {
    expect(await filter('attribute_type(a, :s)')).toMatch(
      /^Invalid FilterExpression: Invalid attribute type name found; type: s, valid types: \{[A-Z,]+\}$/,
    );
  });

  it('with a value that no expression uses is refused', async () => {
    const unused = dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { pk: { S: 'a' }, sk: { S: 'b' } },
        ConditionExpression: 'a = :s',
        ExpressionAttributeValues: { ':s': { S: '' }, ':x': { S: '' } },
      }),
    );
    expect(await messageOf(unused)).toBe(
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}',
    );
  });
});

describe('a key condition', () => {
  it.each([
    ['sk = :s', 'Query condition missed key schema element: pk'],
    ['pk > :s', 'Query key condition not supported'],
    ['pk = :s AND a = :s', 'Query condition missed key schema element: sk'],
    [
      'pk = :n',
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    ['pk = :s OR sk = :s', 'Invalid operator used in KeyConditionExpression: OR'],
    ['NOT pk = :s', 'Invalid operator used in KeyConditionExpression: NOT'],
    ['pk = :s AND sk <> :s', 'Invalid operator used in KeyConditionExpression: <>'],
    ['pk = :s AND contains(sk, :s)', 'Invalid operator used in KeyConditionExpression: contains'],
    [
      'pk = :s AND sk > :s AND sk < :t',
      'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
    ],
    [
      'pk = :s AND sk > :s AND extra = :t',
      'The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)',
    ],
    [
      'pk = :s AND :n >= sk',
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [
      'pk = :s AND begins_with(sk, :n)',
      'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    [
      'begins_with(sk, :n) AND pk = :missing',
      'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    ['pk = :s AND size(sk) > :n', 'KeyConditionExpressions cannot contain nested operations'],
    ['pk = :s AND a.b = :s', 'KeyConditionExpressions cannot have conditions on nested attributes'],
    [
      'pk = sk',
      'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
    ],
    [
      'pk = :s AND begins_with(:t, sk)',
      'Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand',
    ],
  ])('is refused: %s', async (expression, message) => {
    expect(await query(expression)).toBe(message);
  });

  it('goes with no filter on a key', async () => {
    expect(await query('pk = :s', { FilterExpression: 'sk = :t' })).toBe(
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
    );
  });

  it('may name its value first', async () => {
    const command = new QueryCommand({
      TableName,
      KeyConditionExpression: '(:s = pk) AND (:t >= sk)',
      ...placeholders(':s :t'),
    });
    expect((await dynamodb.send(command)).Count).toBe(0);
  });
});
