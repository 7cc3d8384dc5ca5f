import { expect, it } from 'vitest';
import { newUser } from './user.ts';

const named = (name: string) =>
  newUser({ id: 'n1', username: 'n1', email: 'New@Example.com', name, at: '2026-03-05T10:00:00.000Z' }).name;

it.each([
  ['Zu\u0308lal O\u2019Neill', 'Zülal O’Neill'],
  ['Ann\u0000\r\nLee', 'Ann Lee'],
  ['\u202eeeL nnA', 'eeL nnA'],
  ['\ud800Ann', 'Ann'],
  ['x'.repeat(500), 'x'.repeat(200)],
])('a person who calls themselves %j is kept as %j', (name, kept) => {
  expect(named(name)).toBe(kept);
});

it('a person whose name nobody could see is kept under their email', () => {
  for (const name of ['', '\u200b', '\u0007']) expect(named(name)).toBe('New@Example.com');
});
