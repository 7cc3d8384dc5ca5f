import { describe, expect, test } from 'vitest';
import { createProgress } from './progress.ts';

const point = (seconds: number, failed = 0) => ({
  at: 0,
  seconds,
  requestsPerSecond: 40,
  iterationsPerSecond: 8,
  begunPerSecond: 8,
  failed,
  medianMs: 5,
  p95Ms: 18,
  p99Ms: 30,
  virtualUsers: 7,
});

function written(isTTY: boolean, points: readonly ReturnType<typeof point>[], seconds = 20, label?: string) {
  const texts: string[] = [];
  const progress = createProgress({ isTTY, write: (text) => texts.push(text) }, seconds, label);
  for (const one of points) progress.point(one);
  progress.end();
  return texts;
}

describe('while a run goes on', () => {
  test('its rate, failures until now, p95, virtual users and the time left are said', () => {
    const lines = written(false, [point(1), point(2, 0.5), point(7)]);
    expect(lines).toEqual([
      '      40/s  0 failed (now 0 %)  p95   18 ms  7 virtual users  19 s left\n',
      '      40/s  20 failed (now 0 %)  p95   18 ms  7 virtual users  13 s left\n',
    ]);
  });

  test('where no request was answered there is no time, and one virtual user is one', () => {
    const silent = { ...point(1), requestsPerSecond: 0, p95Ms: 0, virtualUsers: 1 };
    expect(written(false, [silent])).toEqual([
      '     0.0/s  0 failed (now –)  p95       –  1 virtual user  19 s left\n',
    ]);
  });

  test('a terminal has one line that is drawn again, and wiped at the end', () => {
    const texts = written(true, [point(1), point(2)]);
    expect(texts.slice(0, 2).every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true);
    expect(texts.at(-1)).toBe('\r\u001b[K');
  });

  test('long runs are counted in minutes and hours', () => {
    const left = [130, 3_661].map((seconds) =>
      written(false, [point(1)], seconds)[0]
        ?.split('  ')
        .at(-1),
    );
    expect(left).toEqual(['2:09 left\n', '1:01:00 left\n']);
  });

  test('one of several runs says which it is', () => {
    expect(written(false, [point(1)], 20, '15 crud/s')[0]).toMatch(/^ {2}15 crud\/s /);
  });
});
