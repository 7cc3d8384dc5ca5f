import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { asLine, normalized } from './text.ts';
import { line, lines } from './text-schemas.ts';

const oneLine = line({ max: 10 });
const manyLines = lines({ max: 10 });
const faultOf = (schema: typeof oneLine, text: string) => Value.Errors(schema, text)[0]?.message;

describe('a line of text', () => {
  it.each(['Café Brül', 'e', '宇宙食堂', 'مطعم\u200fa', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', ' a ', '.', "'"])(
    'can be %j',
    (text) => {
      expect(faultOf(oneLine, text)).toBeUndefined();
    },
  );

  it.each([
    ['', 'must not have fewer than 1 characters'],
    [' ', 'must have at least one visible character'],
    ['\u200b\u00a0\u2003', 'must have at least one visible character'],
    ['\u3164', 'must have at least one visible character'],
    ['\u2800', 'must have at least one visible character'],
    ['\ufe0f\u200d', 'must have at least one visible character'],
    ['\u0301', 'must have at least one visible character'],
    ['a\u0000', 'must not have the control character U+0000'],
    ['a\tb', 'must not have the control character U+0009'],
    ['a\u007f', 'must not have the control character U+007F'],
    ['a\u009b', 'must not have the control character U+009B'],
    ['a\u202efdp', 'must not have U+202E, which turns the direction of the text around it'],
    ['a\u2069', 'must not have U+2069, which turns the direction of the text around it'],
    ['a\ufffe', 'must not have U+FFFE, which stands for no character'],
    ['a\ufdd0', 'must not have U+FDD0, which stands for no character'],
    ['a\u{1ffff}', 'must not have U+1FFFF, which stands for no character'],
    ['a\ud800', 'must not have half of a surrogate pair'],
    ['\udc00a', 'must not have half of a surrogate pair'],
    ['a\nb', 'must be one line, without line breaks'],
    ['a'.repeat(11), 'must not have more than 10 characters'],
  ])('cannot be %j', (text, sentence) => {
    expect(faultOf(oneLine, text)).toBe(sentence);
  });

  it('is counted in code points: neither in halves of pairs nor in what they look like together', () => {
    expect(faultOf(oneLine, '😀'.repeat(10))).toBeUndefined();
    expect(faultOf(oneLine, '😀'.repeat(11))).toContain('10 characters');
    expect(faultOf(oneLine, `a${'\u0327'.repeat(10)}`)).toContain('10 characters');
  });

  it('may have line breaks where it is a text of more lines, and nothing else more', () => {
    expect(faultOf(manyLines, 'a\nb')).toBeUndefined();
    expect(faultOf(manyLines, '\n')).toBe('must have at least one visible character');
    expect(faultOf(manyLines, 'a\tb')).toBe('must not have the control character U+0009');
  });

  it('never has what the rule forbids, whatever is tried', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        const text = normalized(given);
        if (faultOf(manyLines, text) !== undefined) return;
        expect(text.isWellFormed()).toBe(true);
        expect(text).toBe(text.normalize('NFC'));
        expect(text).not.toMatch(/[^\P{Cc}\n]/u);
        expect([...text].length).toBeLessThanOrEqual(10);
        expect(text.replace(/[\p{Z}\p{Cf}\n]/gu, '')).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});

describe('the normal form', () => {
  it('composes, and knows one end of a line', () => {
    expect(normalized('Cafe\u0301')).toBe('Café');
    expect(normalized('a\r\nb\rc\u2028d\u0085e')).toBe('a\nb\nc\nd\ne');
  });

  it('is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalized(normalized(text))).toBe(normalized(text));
      }),
    );
  });
});

describe('a name that cannot be refused', () => {
  it('becomes a line, or nothing', () => {
    expect(asLine('  Ann\u0000\nLee\u202e ', 200)).toBe('Ann Lee');
    expect(asLine('\u0007\u200b', 200)).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const name = asLine(text, 10);
        if (name !== undefined) expect(faultOf(oneLine, name)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
