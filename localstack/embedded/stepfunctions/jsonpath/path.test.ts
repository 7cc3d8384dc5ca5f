import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Json } from '../json.ts';
import { follow, isReferencePath, parsePath, put, ResultPathError, whyMissing } from './path.ts';
import { PathError } from './path-error.ts';

const BOOKS: Json = {
  store: {
    books: [
      { title: 'Emma', price: 8, tags: ['novel'] },
      { title: 'Dune', price: 12, tags: ['novel', 'space'], isbn: '0-441' },
      { title: 'Logic', price: 30, tags: [] },
    ],
    'odd name': 1,
  },
};

const scope = (input: Json) => ({ input, context: () => ({ State: { Name: 'A' } }), variable: variables });
const variables = (name: string): Json | undefined => (name === 'total' ? { sum: 3 } : undefined);

function look(path: string, input: Json = BOOKS): Json | undefined {
  const parsed = parsePath(path);
  if (!parsed) throw new Error(`${path} is no path`);
  return follow(parsed, scope(input));
}

describe('A JSONPath', () => {
  test.for([
    ['$.store.books[1].title', 'Dune'],
    ["$['store']['odd name']", 1],
    ['$["store"].books[-1].title', 'Logic'],
    ['$.store.books[*].title', ['Emma', 'Dune', 'Logic']],
    ['$.store.books[0,2].title', ['Emma', 'Logic']],
    ['$.store.books[1:].title', ['Dune', 'Logic']],
    ['$.store.books[:1].title', ['Emma']],
    ['$.store.books[-2:].title', ['Dune', 'Logic']],
    ["$.store.books[0]['title','price']", { title: 'Emma', price: 8 }],
    ['$..title', ['Emma', 'Dune', 'Logic']],
    ['$..books[0].title', ['Emma']],
    ['$.store.books.length()', 3],
    ['$.store.books[*].price.max()', 30],
    ['$..price.sum()', 50],
    ['$.store.books[?(@.price < 10)].title', ['Emma']],
    ["$.store.books[?(@.title == 'Dune')].price", [12]],
    ['$.store.books[?(@.isbn)].title', ['Dune']],
    ['$.store.books[?(!@.isbn)].title', ['Emma', 'Logic']],
    ["$.store.books[?(@.price > 5 && @.price < 20 || @.title == 'Logic')].price", [8, 12, 30]],
    ["$.store.books[?('space' in @.tags)].title", ['Dune']],
    ["$.store.books[?(@.title in ['Emma', 'Logic'])].price", [8, 30]],
    ['$.store.books[?(@.title =~ /d.*/i)].title', ['Dune']],
    ['$.store.books[?(@.tags empty true)].title', ['Logic']],
    ['$.store.books[?(@.tags size 2)].title', ['Dune']],
    ['$.store.books[?(@.price == $.store.books[2].price)].title', ['Logic']],
    ['$$.State.Name', 'A'],
    ['$total.sum', 3],
  ] as const)('%s names what it says', ([path, found]) => {
    expect(look(path)).toEqual(found);
  });

  it('of one value names nothing where that is missing', () => {
    expect(look('$.store.price')).toBeUndefined();
    expect(look('$.store.books[3]')).toBeUndefined();
    expect(look('$none')).toBeUndefined();
  });

  it('of many values answers a list, even where nothing is', () => {
    expect(look('$.nothing.here[*]')).toEqual([]);
    expect(look('$none[*]')).toEqual([]);
  });

  it('keeps a backslash in a name, but before the quote', () => {
    expect(look(String.raw`$['a\"b']`, { 'a\\"b': 1 })).toBe(1);
    expect(look(String.raw`$['it\'s']`, { "it's": 2 })).toBe(2);
  });

  test.for([
    '',
    'a',
    '$.',
    '$..',
    '$[',
    '$[]',
    '$.a b',
    '$.a[?(@.b ==)]',
    '$.a.nothing()',
    "$['a'",
    '$[1.5]',
  ])('is not %j', (text) => {
    expect(parsePath(text)).toBeUndefined();
  });

  it('that is no path is refused, whatever it is made of', () => {
    const pieces = fc.constantFrom(...`$@.*[]()?!'"\\,:&|=~<>/ 0a-in`.split(''));
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const parsed = parsePath(parts.join(''));
        if (parsed) expect(() => follow(parsed, scope(BOOKS))).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused where its filter nests without end', () => {
    expect(parsePath(`$[?${'('.repeat(100_000)}`)).toBeUndefined();
    expect(parsePath(`$[?(${'!'.repeat(100_000)}@)]`)).toBeUndefined();
  });

  it('says why it names nothing as Jayway does', () => {
    const words = (path: string) => whyMissing(parsePath(path) as never, scope({ a: { b: [] } }));
    expect(words('$.none')).toBe("No results for path: $['none']");
    expect(words('$.a.b[0]')).toBe("No results for path: $['a']['b'][0]");
    expect(words('$.none.more.still')).toBe("Missing property in path $['none']");
  });
});

/** Names and indexes, one after the other. */
const keys = fc.array(fc.oneof(fc.stringMatching(/^[a-z]\w{0,3}$/), fc.nat(2)), { maxLength: 4 });
const pathOf = (parts: readonly (string | number)[]) =>
  `$${parts.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')}`;

describe('A reference path', () => {
  it('finds what following its keys one by one finds', () => {
    const values = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(values, keys, (value, parts) => {
        let expected: unknown = value;
        for (const part of parts) {
          const isList = Array.isArray(expected);
          const fits = typeof part === 'number' ? isList : typeof expected === 'object' && !isList;
          expected = fits && Object.hasOwn(Object(expected), part) ? Object(expected)[part] : undefined;
        }
        expect(look(pathOf(parts), value)).toEqual(expected);
      }),
    );
  });

  it('finds what was put there, and leaves the rest as it was', () => {
    const names = fc.array(fc.stringMatching(/^[a-z]\w{0,3}$/), { maxLength: 4 });
    const values = fc.dictionary(fc.stringMatching(/^[a-z]\w{0,3}$/), fc.integer()) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(values, names, fc.integer(), (value, parts, placed) => {
        const path = parsePath(pathOf(parts));
        const before = JSON.stringify(value);
        if (!path) throw new Error('no path');
        try {
          expect(follow(path, scope(put(value, path, placed)))).toBe(placed);
        } catch (error) {
          if (!(error instanceof ResultPathError)) throw error;
        }
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });

  it('has neither wildcards nor filters, and counts from the beginning', () => {
    const isReference = (text: string) => isReferencePath(parsePath(text) as never);
    expect(isReference('$.a[0].b')).toBe(true);
    for (const text of ['$[*]', '$..a', '$[-1]', "$['a','b']", '$[?(@)]', '$.a.length()'])
      expect(isReference(text)).toBe(false);
  });
});

describe('A path that costs too much', () => {
  const wide: Json = { a: Array.from({ length: 3000 }, (_, index) => ({ b: { c: [index] } })) };
  const nested = Array.from({ length: 400 }).reduce<Json>((inner) => ({ a: inner }), null);

  test.for([
    ['a descent in a descent', '$..*..*..*', nested],
    ['a filter that looks at everything for each item', '$.a[?($..c)]', wide],
    ['a filter that looks for objects in a list of them', '$.a[?(@ nin $.a[1:])]', wide],
  ] as const)('is refused before it holds anybody up: %s', ([, path, input]) => {
    expect(() => look(path, input)).toThrow(PathError);
  });

  it('does not include what goes over all of a large input', () => {
    expect(look('$..*..*.length()', wide)).toBe(3000 * (1 + 2 + 3 + 4));
  });

  it('takes a regular expression that goes back and forth at its length', () => {
    expect(look('$[?(@.x =~ /(a+)+$/)]', [{ x: `${'a'.repeat(40)}!` }])).toEqual([]);
    expect(look('$[?(@.x =~ /A+!/i)]', [{ x: 'aaa!' }, { x: ' aaa!' }])).toEqual([{ x: 'aaa!' }]);
  });
});
