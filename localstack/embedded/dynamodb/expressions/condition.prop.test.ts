import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue, Item } from '../model.ts';
import { bindExpressions, type ExpressionRequest } from './request.ts';

/** dynalite's own engine, of which the embedded AWS uses nothing. */
const load = createRequire(import.meta.url);
// The embedded AWS puts nothing in its place; another test of this process may have started one.
delete load.cache[load.resolve('dynalite/db/conditionParser')];
const dynalite = {
  parse: load('dynalite/db/conditionParser').parse as (
    text: string,
    options: { context: object },
  ) => { expression: unknown },
  holds: load('dynalite/db').matchesExprFilter as (item: Item, expression: unknown) => boolean,
  compare: load('dynalite/db').compare as unknown,
};

// Empty texts are left out: dynalite takes them for missing ones.
const text = fc.constantFrom('a', 'ab', 'b', 'ba', 'z');
const number = fc.constantFrom('-10', '-1', '0', '0.5', '1', '2', '10', '12345678901234567890.5');
const binary = fc.constantFrom('AA==', 'AQ==', 'AQI=', '/w==');
const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(
  text.map((S) => ({ S })),
  number.map((N) => ({ N })),
  binary.map((B) => ({ B })),
);
const set: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.uniqueArray(text, { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
  fc.uniqueArray(number, { minLength: 1, maxLength: 3 }).map((NS) => ({ NS })),
);
const value = fc.oneof(scalar, set);
const attributes = ['n1', 'n2', 'n3', 'm.n1', 'l[0]'];
const item: fc.Arbitrary<Item> = fc.record(
  {
    n1: value,
    n2: value,
    n3: value,
    m: fc.record({ n1: scalar }).map((M) => ({ M })),
    l: fc.array(scalar, { minLength: 1, maxLength: 2 }).map((L) => ({ L })),
  },
  { requiredKeys: [] },
);

interface Written {
  readonly text: string;
  readonly values: readonly AttributeValue[];
}

const path = fc.constantFrom(...attributes);
const comparator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
/** Conditions with `?` for each value. */
const leaf: fc.Arbitrary<Written> = fc.oneof(
  fc.tuple(path, comparator, scalar).map(([place, operator, other]) => ({
    text: `${place} ${operator} ?`,
    values: [other],
  })),
  fc.tuple(path, fc.constantFrom('=', '<>'), set).map(([place, operator, other]) => ({
    text: `${place} ${operator} ?`,
    values: [other],
  })),
  fc.tuple(path, scalar).map(([place, other]) => ({ text: `contains(${place}, ?)`, values: [other] })),
  fc.tuple(path, text).map(([place, S]) => ({ text: `begins_with(${place}, ?)`, values: [{ S }] })),
  fc.tuple(path, fc.array(scalar, { minLength: 1, maxLength: 3 })).map(([place, others]) => ({
    text: `${place} IN (${others.map(() => '?').join(', ')})`,
    values: others,
  })),
  fc.tuple(path, number, number).map(([place, a, b]) => {
    const [low, high] = Number(a) <= Number(b) ? [a, b] : [b, a];
    return { text: `${place} BETWEEN ? AND ?`, values: [{ N: low }, { N: high }] };
  }),
  fc.constantFrom(...attributes.map((place) => ({ text: `attribute_exists(${place})`, values: [] }))),
  fc.constantFrom(...attributes.map((place) => ({ text: `attribute_not_exists(${place})`, values: [] }))),
  fc.tuple(path, fc.constantFrom('S', 'N', 'B', 'SS', 'NS', 'L', 'M')).map(([place, S]) => ({
    text: `attribute_type(${place}, ?)`,
    values: [{ S }],
  })),
);
const { condition } = fc.letrec<{ condition: Written }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(tie('condition'), fc.constantFrom('AND', 'or', 'Or'), tie('condition'))
      .map(([left, by, right]) => ({
        text: `(${left.text} ${by} ${right.text})`,
        values: [...left.values, ...right.values],
      })),
    tie('condition').map((negated) => ({
      // dynalite does not read NOT NOT.
      text: negated.text.startsWith('NOT') ? `NOT (${negated.text})` : `NOT ${negated.text}`,
      values: negated.values,
    })),
  ),
}));

function requestOf({ text: written, values }: Written): ExpressionRequest {
  let count = 0;
  const FilterExpression = written.replaceAll('?', () => `:v${count++}`);
  const bound = Object.fromEntries(values.map((one, at) => [`:v${at}`, one]));
  return values.length === 0 ? { FilterExpression } : { FilterExpression, ExpressionAttributeValues: bound };
}

describe('a condition', () => {
  it('holds of the items of which it holds for dynalite', () => {
    fc.assert(
      fc.property(condition, fc.array(item, { minLength: 5, maxLength: 5 }), (written, items) => {
        const request = requestOf(written);
        expect(bindExpressions(request, () => undefined)).toBeUndefined();
        const { expression } = dynalite.parse(request.FilterExpression ?? '', {
          context: {
            attrVals: request.ExpressionAttributeValues ?? {},
            unusedAttrNames: {},
            unusedAttrVals: {},
            isReserved: () => false,
            compare: dynalite.compare,
          },
        });
        for (const one of items) {
          expect(request.filter?.test(one)).toBe(Boolean(dynalite.holds(one, expression)));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same with its operands in parentheses, its operators in any case, and its names behind placeholders', () => {
    fc.assert(
      fc.property(condition, item, (written, one) => {
        const plain = requestOf(written);
        const other: ExpressionRequest = {
          ...plain,
          FilterExpression: (plain.FilterExpression ?? '')
            .replace(/:v\d+/g, ' ( $& ) ')
            .replace(/\bn1\b/g, '#one')
            .replace(/ (AND|NOT|IN|BETWEEN) /g, (operator) => operator.toLowerCase()),
          ...(/\bn1\b/.test(plain.FilterExpression ?? '')
            ? { ExpressionAttributeNames: { '#one': 'n1' } }
            : {}),
        };
        expect([bindExpressions(plain, () => undefined), bindExpressions(other, () => undefined)]).toEqual([
          undefined,
          undefined,
        ]);
        expect(other.filter?.test(one)).toBe(plain.filter?.test(one));
      }),
      { numRuns: 500 },
    );
  });
});
