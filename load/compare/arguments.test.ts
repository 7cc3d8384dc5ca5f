import { expect, test } from 'vitest';
import { parseCompareArguments } from './arguments.ts';

test('two sides are enough', () => {
  expect(parseCompareArguments(['main', '.'])).toEqual({
    a: 'main',
    b: '.',
    seed: 1,
    boots: 2,
    slices: { scenario: 'crud', rounds: 20, roundSeconds: 1, warmUpRounds: 12, virtualUsers: 1 },
  });
});

test('everything can be set', () => {
  const options =
    '--scenario approval --rounds 8 --seconds 3 --users 2 --boots 3 --warm-up 1 --seed 7 --json j --markdown m';
  expect(parseCompareArguments(['a', 'b', ...options.split(' ')])).toEqual({
    a: 'a',
    b: 'b',
    seed: 7,
    boots: 3,
    json: 'j',
    markdown: 'm',
    slices: { scenario: 'approval', rounds: 8, roundSeconds: 3, warmUpRounds: 1, virtualUsers: 2 },
  });
});

test.each([
  [['main'], /takes two sides, not 1/],
  [['a', 'b', 'c'], /takes two sides, not 3/],
  [['a', 'b', '--rounds', '5'], /--rounds takes a whole number from 6 on, not 5/],
  [['a', 'b', '--seconds', '0.5'], /--seconds takes a whole number from 1 on, not 0.5/],
  [['a', 'b', '--scenario', 'nothing'], /There is no scenario nothing; there are crud/],
  [['a', 'b', '--colour'], /There is no option --colour/],
])('%j is refused in one sentence', (argv, sentence) => {
  expect(() => parseCompareArguments(argv)).toThrow(sentence);
});
