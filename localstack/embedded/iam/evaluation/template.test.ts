import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PolicyError } from './policy-error.ts';
import { arnMatcher, globMatcher, type KeyLookup, parseTemplate, textOf } from './template.ts';

const keysOf =
  (values: Readonly<Record<string, readonly string[]>>): KeyLookup =>
  (key) =>
    values[key];
const none = keysOf({});

const glob = (pattern: string, text: string, keys = none) =>
  globMatcher(parseTemplate(pattern, true))(text, keys);
const arn = (pattern: string, text: string, keys = none) =>
  arnMatcher(parseTemplate(pattern, true))(text, keys);

/** All that means something in a regular expression, and what does in a policy only where it is a wildcard. */
const signs = '\\^$.+()[]{}|/-';

describe('a pattern', () => {
  test('has every sign but the wildcards for itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...signs, 'a', '\n') }), (text) => {
        fc.pre(!text.includes('${'));
        expect(glob(`?${text}*`, `x${text}`)).toBe(true);
        expect(glob(`?${text}*`, `x${text}\nmore`)).toBe(true);
        expect(glob(`?${text}`, text)).toBe(false);
        expect(arn(`?${text}*`, `x${text}`)).toBe(true);
      }),
    );
    for (const sign of signs) expect(glob(`?${sign}`, 'xx')).toBe(false);
  });

  test('stands for the whole text', () => {
    expect(glob('a*c', 'abc')).toBe(true);
    expect(glob('a*c', 'xabc')).toBe(false);
    expect(glob('a*c', 'abcx')).toBe(false);
    expect(glob('a?c', 'ac')).toBe(false);
    expect(glob('a?c', 'abbc')).toBe(false);
  });

  test('minds the case, unless it is to ignore it', () => {
    expect(glob('Ab*', 'aB')).toBe(false);
    expect(globMatcher(parseTemplate('Ab', true), true)('aB', none)).toBe(true);
    expect(globMatcher(parseTemplate('Ab', true), true)('aBc', none)).toBe(false);
  });
});

describe('a pattern for ARNs', () => {
  test.each([
    ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/a:b/c', true],
    ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/a\nb', true],
    ['arn:aws:sqs:*:1:q', 'arn:aws:sqs:eu:1:q', true],
    ['arn:aws:sqs:*:q', 'arn:aws:sqs:eu:1:q', false],
    ['arn:aws:sqs:e?:1:q', 'arn:aws:sqs:eu:1:q', true],
    ['arn:aws:sqs:eu?1:q', 'arn:aws:sqs:eu:1:q', false],
    ['arn:aws:sqs:eu:*:q', 'arn:aws:sqs:eu:1:q', true],
    ['arn:aws:sqs:eu:1?q', 'arn:aws:sqs:eu:1:q', false],
    ['arn:aws:sqs:eu:1:?', 'arn:aws:sqs:eu:1::', true],
    ['arn:aws:sqs:eu:1:q*', 'arn:aws:sqs:eu:1:q', true],
    ['*', 'anything', true],
    ['**', 'anything', true],
    ['**', 'a:b', false],
  ])('%s: %s %s', (pattern, text, expected) => {
    expect(arn(pattern, text)).toBe(expected);
  });
});

describe('a variable', () => {
  const team = keysOf({ 'aws:principaltag/team': ['a.c'], 'aws:many': ['a', 'b'] });

  test('is filled in wherever it stands, between text and wildcards', () => {
    const template = `home/\${aws:PrincipalTag/team}/*/\${ aws:PrincipalTag/team }`;
    expect(glob(template, 'home/a.c/x/a.c', team)).toBe(true);
    expect(glob(template, 'home/abc/x/a.c', team)).toBe(false);
    expect(textOf(parseTemplate(template, true), team)).toBe('home/a.c/*/a.c');
  });

  test('holds any text, and no part of it is a wildcard', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...signs, '*', '?', 'a') }), (value) => {
        const keys = keysOf({ 'aws:username': [value] });
        expect(glob(`\${aws:username}`, value, keys)).toBe(true);
        expect(glob(`\${aws:username}`, `${value}a`, keys)).toBe(false);
        expect(arn(`arn:aws:s3:::\${aws:username}*`, `arn:aws:s3:::${value}x`, keys)).toBe(true);
      }),
    );
    for (const sign of `${signs}*?`) {
      expect(glob(`\${aws:username}`, 'a', keysOf({ 'aws:username': [sign] }))).toBe(false);
    }
  });

  test('has its default where the request has no value, or several', () => {
    for (const key of ['aws:username', 'aws:many']) {
      expect(textOf(parseTemplate(`\${${key}, 'x y'}`, true), team)).toBe('x y');
      expect(textOf(parseTemplate(`\${${key} ,'' }`, true), team)).toBe('');
      expect(textOf(parseTemplate(`\${${key}}`, true), team)).toBeUndefined();
      expect(glob(`\${${key}}`, 'undefined', team)).toBe(false);
    }
    expect(textOf(parseTemplate(`\${aws:PrincipalTag/team,'x'}`, true), team)).toBe('a.c');
  });

  test('writes each sign that would mean something else', () => {
    expect(textOf(parseTemplate(`\${*}\${?}\${$}{`, true), none)).toBe('*?${');
    expect(glob(`\${*}`, 'a')).toBe(false);
    expect(glob(`\${?}`, 'a')).toBe(false);
    expect(glob(`\${$}`, '$')).toBe(true);
    expect(glob(`a\${*}*`, 'a*b')).toBe(true);
  });

  test('is named in lower case, once for each place', () => {
    const { keys, text } = parseTemplate(`\${aws:UserName}\${*}\${aws:PrincipalTag/a=b@c+d.e-f}`, true);
    expect(keys).toEqual(['aws:username', 'aws:principaltag/a=b@c+d.e-f']);
    expect(text).toBe(`\${aws:UserName}\${*}\${aws:PrincipalTag/a=b@c+d.e-f}`);
  });

  test.each([
    '',
    ' ',
    'username',
    'aws:',
    ':name',
    'aws:user name',
    "aws:username 'x'",
    "aws:username,'x",
    'x aws:a,',
    'x aws:a',
    "aws:username,'x'y",
  ])(`\${%s} is none`, (inside) => {
    expect(() => parseTemplate(`\${${inside}}`, true)).toThrow(
      new PolicyError(`The policy variable \${${inside}} is not valid.`),
    );
  });

  test('is text in a policy without variables', () => {
    const { keys, text } = parseTemplate(`\${aws:username}`, false);
    expect([keys, text]).toEqual([[], `\${aws:username}`]);
    expect(globMatcher(parseTemplate(`\${aws:username}*`, false))(`\${aws:username}x`, team)).toBe(true);
  });
});
