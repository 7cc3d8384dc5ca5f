import { expect, test } from 'vitest';
import { measureColdStart } from '../../load/bench/cold-start/measure.ts';
import { embeddedTarget } from '../../load/run/target.ts';

test('a cold start is measured of functions that serve their first event, beside the size of their code', {
  timeout: 120_000,
}, async () => {
  await using target = await embeddedTarget(() => {});
  const figures = await measureColdStart(target, 1, () => {});
  expect(figures.map(({ name }) => name)).toEqual([
    'http, until it can be called',
    'bare handler, until it can be called',
    'until it can be called, http to bare',
    'http, first event',
    'bare handler, first event',
    'first event, http to bare',
    'http, code',
    'bare handler, code',
  ]);
  for (const { value } of figures) expect(value).toBeGreaterThan(0);
});
