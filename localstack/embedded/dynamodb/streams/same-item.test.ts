import { expect, test } from 'vitest';
import { isSameItem } from './same-item.ts';

const text = (item: object) => JSON.stringify(item);

test.each<[what: string, a: object | undefined, b: object | undefined, same: boolean]>([
  ['nothing and nothing', undefined, undefined, true],
  ['nothing and an item', undefined, { id: { S: 'a' } }, false],
  ['an item and itself', { id: { S: 'a' } }, { id: { S: 'a' } }, true],
  ['attributes in another order', { a: { S: '1' }, b: { S: '2' } }, { b: { S: '2' }, a: { S: '1' } }, true],
  ['members in another order', { m: { M: { a: {}, b: {} } } }, { m: { M: { b: {}, a: {} } } }, true],
  ['a set in another order', { s: { NS: ['1', '2'] } }, { s: { NS: ['2', '1'] } }, true],
  [
    'a list in another order',
    { l: { L: [{ N: '1' }, { N: '2' }] } },
    { l: { L: [{ N: '2' }, { N: '1' }] } },
    false,
  ],
  [
    'an attribute that is named like a set',
    { SS: { L: [{ N: '1' }, { N: '2' }] } },
    { SS: { L: [{ N: '2' }, { N: '1' }] } },
    false,
  ],
  ['another value of the same length', { id: { S: 'a' } }, { id: { S: 'b' } }, false],
  ['a number and the text of it', { n: { N: '1' } }, { n: { S: '1' } }, false],
])('%s', (_what, a, b, same) => {
  expect(isSameItem(a && text(a), b && text(b))).toBe(same);
});
