import { expect, test } from 'vitest';
import { type K6Outcome, readFaultlessSummary, readSummary } from './execute.ts';

const outcome: K6Outcome = {
  exitCode: 0,
  timeline: [],
  summaryFile: '/nowhere/k6-summary.json',
  generator: { virtualUsersExhausted: false },
  errors: [{ message: 'crud: Error: boom (load/k6/scenarios/crud.ts:14:9)', count: 3 }],
  thrown: 3,
};

test('what is compared or kept as a baseline is refused where the script threw, with the error', async () => {
  await expect(readFaultlessSummary(outcome)).rejects.toMatchObject({
    code: 'script-threw',
    message:
      'The script threw in 3 iterations, so nothing was measured: crud: Error: boom (load/k6/scenarios/crud.ts:14:9)',
  });
});

test('a k6 that left no figures is said with its last error', async () => {
  await expect(readSummary(outcome)).rejects.toMatchObject({
    code: 'k6-failed',
    message: expect.stringContaining('k6 ended without its figures: crud: Error: boom'),
  });
});
