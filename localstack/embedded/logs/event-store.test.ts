import { expect, test } from 'vitest';
import { GroupEvents } from './event-store.ts';
import type { LogEvent } from './model.ts';

const DAY = 86_400_000;

function event(timestamp: number): LogEvent {
  return {
    timestamp,
    message: `at ${timestamp}`,
    ingestionTime: timestamp,
    stream: 's',
    sequence: timestamp,
  };
}

function kept(events: GroupEvents): number[] {
  return events.select(() => true).map(({ timestamp }) => timestamp);
}

test('events leave as their retention ends, one after the other', () => {
  const events = new GroupEvents();
  for (const timestamp of [2 * DAY, 0, DAY]) events.add(event(timestamp));
  events.expire(DAY, 1);
  expect(kept(events)).toEqual([0, DAY, 2 * DAY]);
  events.expire(DAY + 1, 1);
  expect(kept(events)).toEqual([DAY, 2 * DAY]);
  events.expire(2 * DAY + 1, 1);
  expect(kept(events)).toEqual([2 * DAY]);
});

test('an event that comes late is subject to the retention too', () => {
  const events = new GroupEvents();
  events.add(event(5 * DAY));
  events.expire(5 * DAY, 1);
  events.add(event(0));
  events.expire(5 * DAY, 1);
  expect(kept(events)).toEqual([5 * DAY]);
});
