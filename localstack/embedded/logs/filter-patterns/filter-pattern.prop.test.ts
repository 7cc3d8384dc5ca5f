import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from '../../core/errors.ts';
import { parseFilterPattern } from './filter-pattern.ts';

const WORDS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '$.a',
    '$.b[0].c',
    '$.*',
    '=',
    '!=',
    '>',
    '<=',
    '&&',
    '||',
    '(',
    ')',
    'IS',
    'NULL',
    'NOT',
  ],
  ...[
    'EXISTS',
    'TRUE',
    '%x+%',
    '%(%',
    '%',
    '"text"',
    '"',
    'x*',
    '*',
    '1e3',
    '-',
    '?',
    '...',
    ',',
    'w1',
    'w1 = x',
  ],
];
const pattern = fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join(' '));
const MESSAGES = ['', 'x text', '{"a":"x","b":[{"c":1}]}', '{"a":null}', '{', '[a] "b" c', '"['];

test('whatever a filter pattern is, it is read or refused as AWS refuses it', () => {
  fc.assert(
    fc.property(pattern, (text) => {
      try {
        const { matches } = parseFilterPattern(text);
        for (const message of MESSAGES) expect(typeof matches(message)).toBe('boolean');
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
        expect(error).toMatchObject({ code: 'InvalidParameterException' });
      }
    }),
    { numRuns: 2000 },
  );
});

const name = fc.stringMatching(/^[a-z]{1,6}$/);

test('a regular expression of letters alone finds the events that contain it', () => {
  fc.assert(
    fc.property(name, name, (text, part) => {
      const { matches } = parseFilterPattern(`{ $.a = %${part}% }`);
      expect(matches(JSON.stringify({ a: text }))).toBe(text.includes(part));
    }),
  );
});

test('a text with a star finds what begins and ends as it does', () => {
  fc.assert(
    fc.property(name, name, name, (text, start, end) => {
      const { matches } = parseFilterPattern(`{ $.a = "${start}*${end}" }`);
      const whole = text.length >= start.length + end.length;
      const expected = whole && text.startsWith(start) && text.endsWith(end);
      expect(matches(JSON.stringify({ a: text }))).toBe(expected);
    }),
  );
});
