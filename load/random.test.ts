import { describe, expect, test } from 'vitest';
import { seededRandom } from './random.ts';

const series = (seed: number, stream?: number) => {
  const random = seededRandom(seed, stream);
  return Array.from({ length: 5 }, () => random.next());
};

describe('seededRandom', () => {
  test('gives the same numbers for the same seed, and others for another seed or stream', () => {
    expect(series(1)).toEqual(series(1));
    expect(series(1)).not.toEqual(series(2));
    expect(series(1)).not.toEqual(series(1, 1));
  });

  test('gives these, as long as its library does: with others, every dataset is another and is made anew', () => {
    const random = seededRandom(20_261_101);
    expect([random.below(1_000), random.uuid(), random.hex(12), random.of(['a', 'b', 'c'])]).toEqual([
      278,
      'e56e81c6-50e2-430c-8e20-5cd510308bc9',
      '36194b9afa42',
      'b',
    ]);
  });

  test('spreads evenly over [0, 1), and over whole numbers', () => {
    const random = seededRandom(7);
    const draws = [() => Math.floor(random.next() * 10), () => random.below(10)];
    for (const draw of draws) {
      const counts = new Array<number>(10).fill(0);
      for (let index = 0; index < 100_000; index++) {
        const drawn = draw();
        counts[drawn] = (counts[drawn] ?? 0) + 1;
      }
      for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    }
  });

  test('is as evenly spread over the first numbers of seeds that follow one another', () => {
    const firsts = Array.from({ length: 1_000 }, (_, seed) => seededRandom(seed).next());
    const mean = firsts.reduce((sum, each) => sum + each, 0) / firsts.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(firsts.filter((each) => each < 0.1).length).toBeGreaterThan(60);
  });

  test('draws UUIDs of version 4', () => {
    const random = seededRandom(3);
    const uuids = Array.from({ length: 1_000 }, () => random.uuid());
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(uuids).size).toBe(1_000);
  });
});
