import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

const draw = (seed?: string) => {
  const random = createRandom(seed);
  return { uuid: random.uuid(), id: random.id(40), number: random.number(), bytes: [...random.bytes(70)] };
};

test('a seed always yields the same, and another seed something else', () => {
  expect(draw('a')).toEqual(draw('a'));
  expect(draw('a')).not.toEqual(draw('b'));
});

test.each([undefined, 'seed'])('ids, numbers and UUIDs have their form with the seed %s', (seed) => {
  const { uuid, id, number, bytes } = draw(seed);
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(id).toMatch(/^[a-z0-9]{40}$/);
  expect(number).toBeGreaterThanOrEqual(0);
  expect(number).toBeLessThan(1);
  expect(bytes).toHaveLength(70);
});
