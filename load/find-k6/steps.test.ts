import { describe, expect, test } from 'vitest';
import { createSteps } from './steps.ts';

/** The lines about work that is reported at these moments: milliseconds, and how much was done by then. */
function linesAbout(
  total: number | undefined,
  reports: readonly (readonly [at: number, done: number])[],
): number[] {
  const lines: number[] = [];
  let now = 0;
  const steps = createSteps(
    (line) => lines.push(Number(line)),
    total,
    () => now,
  );
  for (const [at, done] of reports) {
    now = at;
    steps.at(done, () => String(done));
  }
  return lines;
}

describe('a long piece of work', () => {
  test('has a line at each tenth, however many reports there are', () => {
    const reports = Array.from({ length: 200 }, (_, index) => [index, index + 1] as const);
    expect(linesAbout(200, reports)).toEqual([1, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200]);
  });

  test('has a line every five seconds where a tenth takes longer', () => {
    const reports = Array.from({ length: 12 }, (_, second) => [second * 1_000, second + 1] as const);
    expect(linesAbout(1_000, reports)).toEqual([1, 6, 11]);
    expect(linesAbout(undefined, reports)).toEqual([1, 6, 11]);
  });

  test('has one again while a step takes long', () => {
    const lines: string[] = [];
    let now = 0;
    const steps = createSteps(
      (line) => lines.push(line),
      100,
      () => now,
    );
    let done = 1;
    steps.remind();
    steps.at(done, () => `${done} of 100`);
    for (now = 0; now <= 12_000; now += 1_000) {
      if (now === 7_000) done = 2;
      steps.remind();
    }
    expect(lines).toEqual(['1 of 100', '1 of 100', '2 of 100']);
  });
});
