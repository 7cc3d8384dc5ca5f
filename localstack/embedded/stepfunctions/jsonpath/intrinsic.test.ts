import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Json } from '../json.ts';
import { evaluateIntrinsic, IntrinsicError } from './evaluate-intrinsic.ts';
import { parseIntrinsic } from './intrinsic.ts';

const MISSING = new Error('missing');

function call(source: string, input: Json = {}): Json {
  const parsed = parseIntrinsic(source);
  if (!parsed) throw new Error(`${source} is no call`);
  const random = { number: () => 0.5, uuid: () => 'a-uuid' };
  const scope = { input, context: () => ({ Id: 'c' }), variable: () => undefined, random };
  return evaluateIntrinsic(parsed, scope, () => MISSING);
}

describe('An intrinsic function', () => {
  test.for([
    [`States.Format('{} owes {} of {}', 'Ann', 5, null)`, 'Ann owes 5 of null'],
    [`States.Format('\\{\\} it\\'s \\\\ {}', true)`, "{} it's \\ true"],
    [`States.Format('{}', States.Array(1, 'a'))`, '[1, a]'],
    [`States.Array()`, []],
    [`States.Array('a', 1.5, false, null)`, ['a', 1.5, false, null]],
    [`States.ArrayPartition(States.ArrayRange(1, 5, 1), 2)`, [[1, 2], [3, 4], [5]]],
    [`States.ArrayContains(States.Array(1, 2), 2)`, true],
    [`States.ArrayContains(States.Array(1, 2), '2')`, false],
    [`States.ArrayRange(1, 9, 2)`, [1, 3, 5, 7, 9]],
    [`States.ArrayRange(3, 1, -1)`, [3, 2, 1]],
    [`States.ArrayGetItem(States.Array('a', 'b'), 1)`, 'b'],
    [`States.ArrayLength(States.Array(1, 2, 3))`, 3],
    [`States.ArrayUnique(States.Array(1, 2, 1, '1'))`, [1, 2, '1']],
    [
      `States.ArrayUnique(States.StringToJson('[{"a":1,"b":2},{"b":2,"a":1},[1,2],[2,1]]'))`,
      [{ a: 1, b: 2 }, [1, 2], [2, 1]],
    ],
    [`States.Base64Encode('Grüße')`, 'R3LDvMOfZQ=='],
    [`States.Base64Decode('R3LDvMOfZQ==')`, 'Grüße'],
    [`States.Hash('a', 'MD5')`, '0cc175b9c0f1b6a831c399e269772661'],
    [`States.MathAdd(1, -4)`, -3],
    [`States.MathAdd(-0.5, 0)`, 0],
    [`States.MathRandom(10, 20)`, 15],
    [`States.StringSplit('a-b,,c', ',-')`, ['a', 'b', 'c']],
    [`States.StringToJson('{"a": [1]}')`, { a: [1] }],
    [`States.StringToJson(' ')`, null],
    [`States.JsonToString(States.Array('a', 1))`, '["a",1]'],
    [`States.UUID()`, 'a-uuid'],
    [` States.MathAdd( 1 ,2 ) `, 3],
  ] as const)('%s', ([source, result]) => {
    expect(call(source)).toEqual(result);
  });

  it('takes paths into the input and the context object, with filters and commas in them', () => {
    const input = { a: [{ b: 1 }, { b: 2 }], 'x, y)': 'odd' };
    expect(call('States.ArrayLength($.a[?(@.b in [1, 2])])', input)).toBe(2);
    expect(call("States.Array($['x, y)'], $$.Id)", input)).toEqual(['odd', 'c']);
    expect(call('States.JsonMerge($.a[0], States.StringToJson(\'{"c": 3}\'), false)', input)).toEqual({
      b: 1,
      c: 3,
    });
  });

  it('draws the same random number from the same seed', () => {
    const drawn = call('States.MathRandom(1, 1000, 7)');
    expect(call('States.MathRandom(1, 1000, 7)')).toBe(drawn);
    expect(drawn).toBeGreaterThanOrEqual(1);
    expect(drawn).toBeLessThan(1000);
  });

  test.for([
    `States.ArrayGetItem(States.Array(1), 1)`,
    `States.ArrayGetItem(States.Array(1), -1)`,
    `States.ArrayPartition(States.Array(1), 0)`,
    `States.ArrayRange(1, 2, 0)`,
    `States.ArrayRange(1, 1001, 1)`,
    `States.ArrayLength('a')`,
    `States.Format('{}')`,
    `States.Format('a', 1)`,
    `States.Hash('a', 'SHA-3')`,
    `States.JsonMerge(States.StringToJson('{}'), States.StringToJson('{}'), true)`,
    `States.MathAdd('1', 2)`,
    `States.StringToJson('{')`,
  ])('fails where its arguments are none for it: %s', (source) => {
    expect(() => call(source)).toThrow(IntrinsicError);
  });

  it('fails as its caller says where a path names nothing', () => {
    expect(() => call('States.Array($.none)')).toThrow(MISSING);
  });

  test.for([
    'States.Nothing()',
    'States.UUID(1)',
    'States.Hash(1)',
    'States.Array(1',
    'States.Array(1,)',
    'States.Array(a)',
    'States.Array(1) more',
    `States.Format('open)`,
    '$.a',
    '',
  ])('is not %j', (source) => {
    expect(parseIntrinsic(source)).toBeUndefined();
  });

  it('may nest ten calls deep, as on AWS', () => {
    const nested = (depth: number) => `${'States.Array('.repeat(depth)}${')'.repeat(depth)}`;
    expect(parseIntrinsic(nested(10))).toBeDefined();
    expect(parseIntrinsic(nested(11))).toBeUndefined();
    expect(parseIntrinsic(nested(100_000))).toBeUndefined();
  });

  it('is parsed or refused, whatever the text is made of', () => {
    const pieces = fc.constantFrom(
      'States.',
      'Array',
      'UUID',
      '(',
      ')',
      ',',
      "'",
      '\\',
      '$',
      '.a',
      '[',
      '1',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const source = parts.join('');
        const parsed = parseIntrinsic(source);
        if (parsed) expect(parsed.source).toBe(source.trim());
      }),
      { numRuns: 2000 },
    );
  });

  it('hands any text on that its escapes stand for', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const written = text.replaceAll(/['{}\\]/g, '\\$&');
        expect(call(`States.Array('${written}')`)).toEqual([text]);
        expect(call(`States.Format('${written}{}', '${written}')`)).toBe(text + text);
      }),
    );
  });

  it('turns what it has coded back into the same', () => {
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<Json>, fc.string({ unit: 'grapheme' }), (value, text) => {
        const again = call('States.StringToJson(States.JsonToString($))', value);
        expect(JSON.stringify(again)).toBe(JSON.stringify(value));
        expect(call('States.Base64Decode(States.Base64Encode($))', text)).toBe(text);
      }),
    );
  });

  it('parts a list so that its chunks make the list again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, size) => {
        const chunks = call('States.ArrayPartition($.list, $.size)', { list, size }) as Json[][];
        expect(chunks.flat()).toEqual(list);
        expect(chunks.slice(0, -1).every((chunk) => chunk.length === size)).toBe(true);
      }),
    );
  });
});

describe('ArrayUnique', () => {
  // A comparison of each item with each other one would take minutes.
  it('answers at once for as many objects as fit into a state', () => {
    const list = Array.from({ length: 30_000 }, (_, index) => ({ x: index }));
    expect(call('States.ArrayLength(States.ArrayUnique($))', list)).toBe(30_000);
  });
});
