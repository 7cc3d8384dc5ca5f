import { expect, test } from 'vitest';
import { figuresOfPs, processFigures } from './process-figures.ts';

test('a process has used time and has memory; one that is not there has neither', async () => {
  expect(await processFigures(process.pid)).toEqual({
    processorSeconds: expect.toSatisfy((seconds: number) => seconds > 0),
    residentMiB: expect.toSatisfy((mebibytes: number) => mebibytes > 10),
  });
  expect(await processFigures(2 ** 30)).toBeUndefined();
});

test.each([
  ['  0:01.50  20480\n', 1.5, 20],
  ['01:02:03 1024', 3_723, 1],
  ['1-00:00:01 1024', 86_401, 1],
])('where there is no /proc, ps is read: %j', (text, processorSeconds, residentMiB) => {
  expect(figuresOfPs(text)).toEqual({ processorSeconds, residentMiB });
});
