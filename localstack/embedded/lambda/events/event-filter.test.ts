import { describe, expect, test } from 'vitest';
import { messageFilter } from './event-filter.ts';

const filterOf = (...patterns: object[]) =>
  messageFilter({ Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) });

const accepts = (body: object, message: unknown) =>
  filterOf({ body })?.(typeof message === 'string' ? message : JSON.stringify(message));

describe('a filter of messages', () => {
  test.each([
    ['a value', { City: ['Rome'] }, { City: 'Rome' }, { City: 'Oslo' }],
    ['one of several values', { City: ['Rome', 'Oslo'] }, { City: 'Oslo' }, { City: 'Bern' }],
    ['a number, not its text', { Level: [3] }, { Level: 3 }, { Level: '3' }],
    ['null', { Owner: [null] }, { Owner: null }, {}],
    ['all members', { City: ['Rome'], Level: [3] }, { City: 'Rome', Level: 3 }, { City: 'Rome' }],
    ['a nested member', { At: { City: ['Rome'] } }, { At: { City: 'Rome' } }, { City: 'Rome' }],
    ['an element of a list', { Tags: ['new'] }, { Tags: ['old', 'new'] }, { Tags: ['old'] }],
    [
      'one object of a list as a whole',
      { Records: { City: ['Rome'], Level: [3] } },
      { Records: [{ City: 'Oslo' }, { City: 'Rome', Level: 3 }] },
      {
        Records: [
          { City: 'Rome', Level: 1 },
          { City: 'Oslo', Level: 3 },
        ],
      },
    ],
    ['a beginning', { City: [{ prefix: 'Ro' }] }, { City: 'Rome' }, { City: 'Euro' }],
    ['an end', { File: [{ suffix: '.png' }] }, { File: 'a.png' }, { File: 'png.a' }],
    ['any case', { City: [{ 'equals-ignore-case': 'rome' }] }, { City: 'ROME' }, { City: 'Romeo' }],
    ['anything but a value', { City: [{ 'anything-but': 'Rome' }] }, { City: 'Oslo' }, { City: 'Rome' }],
    [
      'anything but some',
      { City: [{ 'anything-but': ['Rome', 'Oslo'] }] },
      { City: 'Bern' },
      { City: 'Oslo' },
    ],
    ['anything, which is not nothing', { City: [{ 'anything-but': ['Rome'] }] }, { City: 1 }, {}],
    ['what is there', { City: [{ exists: true }] }, { City: '' }, { Town: '' }],
    ['what is not', { Event: [{ exists: false }] }, { Records: [] }, { Event: 's3:TestEvent' }],
    ['what is not in what is not', { A: { B: [{ exists: false }] } }, {}, { A: { B: 1 } }],
    ['a number', { Price: [{ numeric: ['=', 100] }] }, { Price: 100 }, { Price: 101 }],
    ['a range', { Price: [{ numeric: ['>', 0, '<=', 5] }] }, { Price: 5 }, { Price: 0 }],
    ['either member', { $or: [{ A: [1] }, { B: [2] }] }, { B: 2 }, { A: 2 }],
    ['text as a whole', ['Rome'], 'Rome', 'Oslo'],
    ['a beginning of text', [{ prefix: 'Ro' }], 'Rome', 'Oslo'],
    ['JSON alone, where its pattern is JSON', { City: [{ exists: false }] }, {}, 'no JSON'],
    ['text alone, where its pattern is text', [{ exists: true }], 'no JSON', {}],
  ])('lets %s through', (_, pattern, matching, other) => {
    expect([accepts(pattern, matching), accepts(pattern, other)]).toEqual([true, false]);
  });

  test('lets through what one of several patterns does', () => {
    const filter = filterOf({ body: { A: [1] } }, { body: { B: [1] } });
    expect([filter?.('{"A":1}'), filter?.('{"B":1}'), filter?.('{"C":1}')]).toEqual([true, true, false]);
  });

  test('about metadata only lets everything through', () => {
    expect(filterOf({ messageAttributes: { kind: ['a'] } })?.('anything')).toBe(true);
  });

  test('is none where there are no patterns', () => {
    expect(messageFilter({ Filters: [] })).toBeUndefined();
    expect(messageFilter()).toBeUndefined();
  });

  test.each([
    '',
    'body',
    '[]',
    '{"body":"Rome"}',
    '{"body":[]}',
    '{"body":{"City":"Rome"}}',
    '{"body":{"City":[]}}',
    '{"body":{"City":[["Rome"]]}}',
    '{"body":{"City":[{"wildcard":"R*"}]}}',
    '{"body":{"City":[{"prefix":"R","suffix":"e"}]}}',
    '{"body":{"City":[{"prefix":1}]}}',
    '{"body":{"City":[{"exists":"yes"}]}}',
    '{"body":{"City":[{"anything-but":[]}]}}',
    '{"body":{"Price":[{"numeric":[]}]}}',
    '{"body":{"Price":[{"numeric":["!=",1]}]}}',
    '{"body":{"Price":[{"numeric":["<"]}]}}',
    '{"attributes":{"SenderId":"me"}}',
  ])('refuses the pattern %s', (Pattern) => {
    expect(() => messageFilter({ Filters: [{ Pattern }] })).toThrow('Invalid filter pattern definition.');
  });

  test('refuses more than five patterns', () => {
    const pattern = { body: { A: [1] } };
    expect(() => filterOf(...Array.from({ length: 6 }, () => pattern))).toThrow('more than 5 filters');
  });
});
