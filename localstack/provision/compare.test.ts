import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differs, jsonDiffers, mapDiffers } from './compare.ts';

const nothing = fc.constantFrom(undefined, null, '', false, [], {});
/** A value that is there, whatever it says. */
const something = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constant(true),
  fc.integer({ min: 1 }),
  fc.array(fc.string(), { minLength: 1 }),
  fc.dictionary(fc.string(), fc.string({ minLength: 1 }), { minKeys: 1 }),
);

describe('what is wanted against what AWS reports', () => {
  it('is the same where both say nothing, in whichever way', () => {
    fc.assert(
      fc.property(nothing, nothing, (wanted, found) => {
        expect(differs(wanted, found)).toBe(false);
      }),
    );
  });

  it('differs where one of them says something and the other nothing', () => {
    fc.assert(
      fc.property(nothing, something, (empty, value) => {
        expect(differs(value, empty)).toBe(true);
        expect(differs(empty, value)).toBe(true);
      }),
    );
  });

  it('is the same as itself, and differs from another', () => {
    fc.assert(
      fc.property(something, (value) => {
        expect(differs(value, structuredClone(value))).toBe(false);
      }),
    );
    expect(differs('a', 'b')).toBe(true);
    expect(differs(1, 2)).toBe(true);
    expect(differs({ a: { b: 1 } }, { a: { b: 2 } })).toBe(true);
    expect(differs({ a: 1 }, 'a')).toBe(true);
  });

  it('leaves to AWS what the definition does not name', () => {
    expect(differs({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  });

  it.each([
    ['a number', 0],
    ['numbers', { seconds: 0, inner: { days: 0, names: [] } }],
  ])('takes %s of zero for nothing, where the definition leaves it out', (_, zero) => {
    expect(differs(undefined, zero)).toBe(false);
    expect(differs({ left: null }, { left: zero })).toBe(false);
    expect(differs(undefined, { zero, one: 1 })).toBe(true);
  });

  it('tells a zero that is wanted from nothing', () => {
    expect(differs(0, undefined)).toBe(true);
    expect(differs(0, 0)).toBe(false);
    expect(differs('', 0)).toBe(true);
  });

  it('does not mind the order of strings, which AWS keeps as a set', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (strings) => {
        expect(differs(strings, strings.toReversed())).toBe(false);
        expect(differs(strings, [...strings, 'another'])).toBe(true);
        expect(differs([...strings, 'another'], strings)).toBe(true);
      }),
    );
    expect(differs(['a', 'b'], ['a', 'c'])).toBe(true);
    expect(differs(['a'], 'a')).toBe(true);
  });

  it('minds the order of anything else, and what each of it says', () => {
    expect(differs([{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }])).toBe(false);
    expect(differs([{ a: 1 }, { a: 2 }], [{ a: 2 }, { a: 1 }])).toBe(true);
    expect(differs([1, 2], [2, 1])).toBe(true);
    expect(differs([{ a: '' }], [{}])).toBe(false);
  });
});

describe('a map whose names are free to choose', () => {
  it('differs by a name too many, a name too few, and another value', () => {
    expect(mapDiffers({ a: '1' }, { a: '1' })).toBe(false);
    expect(mapDiffers({ a: '1' }, { a: '1', b: '2' })).toBe(true);
    expect(mapDiffers({ a: '1', b: '2' }, { a: '1' })).toBe(true);
    expect(mapDiffers({ a: '1' }, { a: '2' })).toBe(true);
    expect(mapDiffers({}, { toString: '1' })).toBe(true);
  });

  it('is the same where there is none', () => {
    expect(mapDiffers(undefined, undefined)).toBe(false);
    expect(mapDiffers(undefined, {})).toBe(false);
    expect(mapDiffers({}, undefined)).toBe(false);
    expect(mapDiffers(undefined, { a: '1' })).toBe(true);
    expect(mapDiffers({ a: '1' }, undefined)).toBe(true);
  });
});

describe('two JSON texts', () => {
  it('say the same whatever the order of names and the space between them', () => {
    expect(jsonDiffers('{"a":1,"b":{"c":2,"d":null}}', '{ "b": {"d":null,"c":2}, "a": 1 }')).toBe(false);
    expect(jsonDiffers('{"a":1}', '{"a":2}')).toBe(true);
    expect(jsonDiffers('{"a":1}', '{"a":1,"b":1}')).toBe(true);
    expect(jsonDiffers('{"a":1}', undefined)).toBe(true);
  });

  it('say the same by a string and by a list of it alone', () => {
    expect(jsonDiffers('{"Action":"s3:GetObject"}', '{"Action":["s3:GetObject"]}')).toBe(false);
    expect(jsonDiffers('{"Action":["a","b"]}', '{"Action":["b","a"]}')).toBe(true);
    expect(jsonDiffers('[1]', '1')).toBe(true);
    expect(jsonDiffers('["a","b"]', '"a"')).toBe(true);
    expect(jsonDiffers('[["a"]]', '"a"')).toBe(false);
  });
});
