import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../model.ts';
import { applyUpdate } from './apply-update.ts';
import { bindExpressions, type ExpressionRequest } from './request.ts';

const valid = () => undefined;

/** What is wrong with a request, if anything. */
const faultOf = (request: ExpressionRequest) => bindExpressions(request, valid);

function holds(ConditionExpression: string, item: Item, more: Partial<ExpressionRequest> = {}): boolean {
  const request: ExpressionRequest = { ConditionExpression, ...more };
  expect(faultOf(request)).toBeUndefined();
  return request.condition?.test(item) ?? false;
}

function updated(UpdateExpression: string, item: Item, more: Partial<ExpressionRequest> = {}): Item {
  const request: ExpressionRequest = { UpdateExpression, ...more };
  expect(faultOf(request)).toBeUndefined();
  return applyUpdate(request.update?.sections ?? [], item);
}

describe('a text', () => {
  const pieces = [
    'a',
    '#a',
    ':a',
    '(',
    ')',
    '[',
    ']',
    '0',
    '.',
    ',',
    '=',
    '<>',
    '+',
    '-',
    'AND',
    'OR',
    'NOT',
  ];
  const more = [
    'BETWEEN',
    'IN',
    'SET',
    'REMOVE',
    'ADD',
    'DELETE',
    'size',
    'contains',
    'if_not_exists',
    '!',
    '😀',
    ' ',
  ];
  const text = fc
    .array(fc.constantFrom(...pieces, ...more), { maxLength: 12 })
    .map((chosen) => chosen.join(' '));

  it('of any pieces is bound or refused in words, as whatever expression it stands', () => {
    const parameters = [
      'UpdateExpression',
      'ConditionExpression',
      'KeyConditionExpression',
      'FilterExpression',
      'ProjectionExpression',
    ] as const;
    fc.assert(
      fc.property(text, fc.constantFrom(...parameters), (expression, parameter) => {
        const request: ExpressionRequest = {
          [parameter]: expression,
          ExpressionAttributeNames: { '#a': 'a' },
          ExpressionAttributeValues: { ':a': { S: '' } },
        };
        // The same the second time, when it is remembered.
        expect(faultOf({ ...request })).toBe(faultOf(request));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['('.repeat(4_000), /Syntax error; token: "<EOF>", near: "\("$/],
    [`${'('.repeat(2_046)}a<b${')'.repeat(2_046)}`, /The expression has redundant parentheses;$/],
    [`a<b ${'or (a<b '.repeat(454)}${')'.repeat(454)}`, /too many operators; operator count: 301$/],
    [`${'not '.repeat(1_000)}a<b`, /too many operators; operator count: 301$/],
    [`a < ${'f('.repeat(1_355)}b${')'.repeat(1_355)}`, /Invalid function name; function: f$/],
    [`a < ${'size('.repeat(680)}b${')'.repeat(680)}`, /operator or function: size, operand type: N$/],
  ])('as deep as fits is refused for what it is', (FilterExpression, message) => {
    expect(faultOf({ FilterExpression })).toMatch(message);
  });

  it('may have 300 operators, functions not counted', () => {
    const of = (depth: number) => `a<b ${'or (a<b '.repeat(depth)}${')'.repeat(depth)}`;
    expect(faultOf({ FilterExpression: of(149) })).toBeUndefined();
    expect(faultOf({ FilterExpression: `NOT ${of(149)}` })).toBeUndefined();
    expect(faultOf({ FilterExpression: `NOT NOT ${of(149)}` })).toMatch(/operator count: 301$/);
    const functions = Array.from({ length: 120 }, (_, at) => `attribute_exists(a${at})`);
    expect(faultOf({ FilterExpression: functions.join(' OR ') })).toBeUndefined();
  });

  it('of more than 4 KB is refused, by Scan with its size', () => {
    const long = `a = ${'b'.repeat(4_093)}`;
    const message = 'Expression size has exceeded the maximum allowed size;';
    expect(faultOf({ ConditionExpression: long })).toBe(`Invalid ConditionExpression: ${message}`);
    expect(faultOf({ FilterExpression: long })).toBe(
      `Invalid FilterExpression: ${message} expression size: 4097`,
    );
    expect(faultOf({ ProjectionExpression: 'ä'.repeat(2_049) })).toBe(
      `Invalid ProjectionExpression: ${message}`,
    );
    expect(faultOf({ ConditionExpression: `a = ${'b'.repeat(4_092)}` })).toBeUndefined();
  });
});

describe('a name', () => {
  it('that every object has is one of the item only where the item has it', () => {
    const names = { ExpressionAttributeNames: { '#n': '__proto__' } };
    expect(holds('attribute_exists(toString)', {})).toBe(false);
    expect(holds('attribute_exists(#n)', {}, names)).toBe(false);
    const item = updated('SET #n = :v', {}, { ...names, ExpressionAttributeValues: { ':v': { S: 'x' } } });
    expect(Object.keys(item)).toEqual(['__proto__']);
    expect(holds('attribute_exists(#n)', item, names)).toBe(true);
    expect(Object.keys(updated('REMOVE #n', item, names))).toEqual([]);
  });

  it('that is no placeholder of the request is refused', () => {
    expect(faultOf({ ProjectionExpression: '#constructor', ExpressionAttributeNames: { '#a': 'a' } })).toBe(
      'Invalid ProjectionExpression: An expression attribute name used in the document path is not defined; attribute name: #constructor',
    );
  });

  it.each([
    [{ '#a-b': 'a' }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "#a-b"'],
    [{ '#a': '' }, 'ExpressionAttributeNames contains invalid value: Empty attribute name for key #a'],
    [{}, 'ExpressionAttributeNames must not be empty'],
  ])('is refused in %o', (ExpressionAttributeNames, message) => {
    expect(faultOf({ ProjectionExpression: '#a', ExpressionAttributeNames })).toBe(message);
  });
});

describe('numbers', () => {
  it.each([
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345679'],
    ['0.1', '0.10000000000000000001'],
    ['-1e-130', '1e-130'],
  ])('are told apart by every digit: %s and %s', (a, b) => {
    const more = { ExpressionAttributeValues: { ':b': { N: b } } };
    expect(holds('n < :b', { n: { N: a } }, more)).toBe(true);
    expect(holds('n = :b', { n: { N: a } }, more)).toBe(false);
  });

  it.each([
    ['1.0', '1'],
    ['-0', '0'],
    ['1e2', '100'],
  ])('are the same however they are written: %s and %s', (a, b) => {
    expect(holds('n = :b', { n: { N: a } }, { ExpressionAttributeValues: { ':b': { N: b } } })).toBe(true);
  });
});
