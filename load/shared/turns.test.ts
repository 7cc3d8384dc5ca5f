import { describe, expect, test } from 'vitest';
import type { ComparisonPlan } from './plan.ts';
import { sliceName, turnOf } from './turns.ts';

const side = { apiUrl: 'http://127.0.0.1', teams: [] };
const plan: ComparisonPlan = {
  sides: { a: [side], b: [side] },
  first: 'b',
  roundSeconds: 2,
  warmUpSeconds: 6,
  againstYardstick: false,
};
const sidesOf = (count: number, of = plan) =>
  Array.from({ length: count }, (_, iteration) => turnOf(iteration, 0, of).side).join('');

describe('turnOf', () => {
  test('begins with the side that was drawn', () => {
    expect(sidesOf(6)).toBe('bababa');
    expect(sidesOf(6, { ...plan, first: 'a' })).toBe('ababab');
  });

  test('gives of each two iterations one to either side', () => {
    const pairs = sidesOf(200).match(/../g);
    expect(new Set(pairs)).toEqual(new Set(['ab', 'ba']));
  });

  test('lets either side be first as often as the other', () => {
    const firsts = sidesOf(320)
      .match(/../g)
      ?.filter((pair) => pair === 'ab');
    expect(firsts).toHaveLength(80);
  });

  test('gives every boot of a side as many iterations, with and without something else in every second one', () => {
    const boots = { ...plan, sides: { a: [side, side], b: [side, side] } };
    const turns = Array.from({ length: 320 }, (_, iteration) => turnOf(iteration, 0, boots));
    for (const name of ['a', 'b']) {
      for (const odd of [0, 1]) {
        const own = turns.filter(
          (turn, iteration) => turn.side === name && Math.floor(iteration / 2) % 2 === odd,
        );
        expect(own.filter(({ boot }) => boot === 0)).toHaveLength(own.length / 2);
      }
    }
  });

  test('counts rounds from the end of the warm-up on', () => {
    const rounds = [0, 5_999, 6_000, 7_999, 8_000].map((elapsed) => turnOf(0, elapsed, plan).round);
    expect(rounds).toEqual([-3, -1, 0, 0, 1]);
  });
});

test('a slice is named by its side and its round', () => {
  expect(sliceName({ side: 'a', round: 3 })).toBe('a-3');
});
