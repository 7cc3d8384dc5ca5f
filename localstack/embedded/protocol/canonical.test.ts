import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalHeaders, canonicalPath, canonicalQuery, decode, encodeRfc3986 } from './canonical.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
describe('the canonical path', () => {
  test.each([
    ['/', '/'],
    ['/a/b', '/a/b'],
    ['/a/b/', '/a/b/'],
    ['//a//b', '/a/b'],
    ['/a/./b', '/a/b'],
    ['/a/../b', '/b'],
    ['/../..', '/'],
    ['/./', '/'],
    ['/a/..', '/'],
    ['/.hidden', '/.hidden'],
    ['/a b', '/a%20b'],
    ['/a%20b', '/a%2520b'],
    ["/!'()*~", '/%21%27%28%29%2A~'],
    ['/ä//', '/%C3%A4/'],
  ])('of %s is %s', (path, canonical) => {
    expect(canonicalPath(path, false)).toBe(canonical);
  });

  test.each([
    ['/', '/'],
    ['/a//b', '/a//b'],
    ['/a/../b', '/a/../b'],
    ['/a/./b/', '/a/./b/'],
    ['/a%20b', '/a%20b'],
    ['/a b', '/a%20b'],
    ['/a+b', '/a%2Bb'],
    ['/a%2Fb/c', '/a%2Fb/c'],
    ['/a%2fb', '/a%2Fb'],
    ['/100%', '/100%25'],
  ])('of %s is %s to S3, whose keys are not normalized', (path, canonical) => {
    expect(canonicalPath(path, true)).toBe(canonical);
  });
});

describe('the canonical query', () => {
  test.each([
    ['', ''],
    ['a', 'a='],
    ['a=1', 'a=1'],
    ['a==', 'a=='],
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1', 'a=1&a=2'],
    ['a=1&a=1&a=0', 'a=0&a=1&a=1'],
    ['B=1&a=2', 'B=1&a=2'],
    ['b&a&&', 'a=&b='],
    ['a=b=c&d', 'a=b%3Dc&d='],
    ['a+b=c+d&', 'a%20b=c%20d'],
    ['a%2bb=c%2Bd', 'a%2Bb=c%2Bd'],
    ['%41=%zz', 'A=%25zz'],
    ['list-type=2', 'list-type=2'],
    ['b=1&X-Amz-Signature=abc&X-Amz-Date=d', 'X-Amz-Date=d&b=1'],
  ])('of %j is %j', (query, canonical) => {
    expect(canonicalQuery(query)).toBe(canonical);
  });

  test('does not depend on the order of its parameters', () => {
    const pairs = fc.array(
      fc.tuple(fc.stringMatching(/^[ab~ *]{1,3}$/), fc.stringMatching(/^[ab+/ ]{0,3}$/)),
      {
        minLength: 2,
      },
    );
    const text = (of: readonly (readonly [string, string])[]) =>
      of.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
    fc.assert(
      fc.property(
        pairs.chain((of) => fc.tuple(fc.constant(of), fc.shuffledSubarray(of, { minLength: of.length }))),
        ([of, shuffled]) => {
          expect(canonicalQuery(text(shuffled))).toBe(canonicalQuery(text(of)));
        },
      ),
    );
  });
});

test('the canonical headers are those that were signed, trimmed, with single spaces', () => {
  const headers = { host: ' a ', 'x-note': ' a   b  c ', 'x-tab': 'a\t\tb', other: 'no' };
  expect(canonicalHeaders(headers, ['host', 'x-note', 'x-tab', 'x-missing'])).toBe(
    'host:a\nx-note:a b c\nx-tab:a\t\tb\nx-missing:\n',
  );
  expect(canonicalHeaders(headers, [])).toBe('');
});

describe('percent-encoding', () => {
  test('leaves letters, digits and four signs as they are', () => {
    expect(encodeRfc3986("aZ09-._~ !'()*/?ä")).toBe('aZ09-._~%20%21%27%28%29%2A%2F%3F%C3%A4');
  });

  test('is undone by decoding, and what is no encoding stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decode(encodeRfc3986(text))).toBe(text);
      }),
    );
    expect(['%', '%zz', '%C3', 'a%20%'].map(decode)).toEqual(['%', '%zz', '%C3', 'a%20%']);
  });
});
