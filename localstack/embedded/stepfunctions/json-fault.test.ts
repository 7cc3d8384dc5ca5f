import { expect, test } from 'vitest';
import { jsonFault } from './json-fault.ts';

const VALUE = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

test.for([
  { text: 'not a value', words: `Unrecognized token 'not': was expecting ${VALUE}`, column: 4 },
  {
    text: "{'a': 1}",
    words: "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
    column: 3,
  },
  {
    text: '{"a": }',
    words: `Unexpected character ('}' (code 125)): expected a valid value ${VALUE}`,
    column: 8,
  },
  {
    text: '{"a" 1}',
    words: "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
    column: 7,
  },
  {
    text: '{"a": 1 "b": 2}',
    words: `Unexpected character ('"' (code 34)): was expecting comma to separate Object entries`,
    column: 10,
  },
  {
    text: '[1 2]',
    words: "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries",
    column: 5,
  },
  { text: '"a', words: 'Unexpected end-of-input: was expecting closing quote for a string value', column: 3 },
  { text: '{"a"', words: 'Unexpected end-of-input within/between Object entries', column: 5 },
  { text: '"\\x"', words: "Unrecognized character escape 'x' (code 120)", column: 4 },
])('$text is no JSON, as AWS says it', ({ text, words, column }) => {
  expect(jsonFault(text)).toEqual({
    words,
    location: `[Source: (String)"${text}"; line: 1, column: ${column}]`,
  });
});

test('what is not closed is shown where it was opened', () => {
  expect(jsonFault('[{"a": 1}')?.words).toBe(
    'Unexpected end-of-input: expected close marker for Array (start marker at [Source: (String)"[{"a": 1}"; line: 1, column: 1])',
  );
});

test('the line is said too, and long texts are shown in part', () => {
  const text = `{\n${' '.repeat(600)}a`;
  expect(jsonFault(text)?.location).toBe(
    `[Source: (String)"${text.slice(0, 500)}"[truncated 103 chars]; line: 2, column: 602]`,
  );
});

test.for(['{"a": [1, -2.5e3, "\\u00e9", true, null, {}]}', ' 7 ', '[]', '""'])('%s has no fault', (text) => {
  expect(jsonFault(text)).toBeUndefined();
});
