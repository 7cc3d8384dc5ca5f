import { expect, test } from 'vitest';
import { burn } from './burn.ts';

/** Processor milliseconds of this thread. */
function taken(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

test('ten times the steps take several times as long', () => {
  burn(10_000_000);
  const [few, many] = [taken(() => burn(40_000_000)), taken(() => burn(400_000_000))];
  expect(many).toBeGreaterThan(3 * few);
});
