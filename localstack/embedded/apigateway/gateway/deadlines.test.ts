import { expect, it } from 'vitest';
import { createClock, standingTime } from '../../clock/clock.ts';
import { createDeadlines } from './deadlines.ts';

it('expires what is not done, each at its own time', async () => {
  const clock = createClock(standingTime(0));
  const deadline = createDeadlines(clock, 1000);
  const expired: string[] = [];
  const expire = (name: string) => deadline(() => expired.push(`${name} at ${clock.now()}`));
  expire('first');
  await clock.advance(400);
  const done = expire('done');
  expire('second');
  await clock.advance(300);
  done.done();
  await clock.advance(300);
  expect(expired).toEqual(['first at 1000']);
  await clock.advance(400);
  expect(expired).toEqual(['first at 1000', 'second at 1400']);
  expire('third');
  await clock.advance(1000);
  expect(expired.at(-1)).toBe('third at 2400');
});

it('keeps nothing of what is done', async () => {
  const clock = createClock(standingTime(0));
  const deadline = createDeadlines(clock, 1000);
  let expired = 0;
  for (let request = 0; request < 10_000; request++) {
    const pending = deadline(() => expired++);
    pending.done();
    if (request % 100 === 0) await clock.advance(50);
  }
  await clock.advance(2000);
  expect(expired).toBe(0);
});
