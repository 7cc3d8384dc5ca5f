import { expect, test } from 'vitest';
import { burn } from './burn.ts';

/** Processor milliseconds of this thread that 200 burnings of `milliseconds` take. */
function taken(milliseconds: number): number {
  const before = process.threadCpuUsage();
  for (let count = 0; count < 200; count++) burn(milliseconds);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

test('four times the time is four times the work, also of tenths of a millisecond', () => {
  burn(1);
  const ratio = taken(0.8) / taken(0.2);
  expect(ratio).toBeGreaterThan(2);
  expect(ratio).toBeLessThan(8);
});

test('takes about what it is told', () => {
  burn(1);
  const milliseconds = taken(0.5);
  expect(milliseconds).toBeGreaterThan(50);
  expect(milliseconds).toBeLessThan(200);
});
