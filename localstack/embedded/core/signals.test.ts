import { expect, test } from 'vitest';
import { createSignals } from './signals.ts';

test('a signal wakes those that listen to its topic, as long as they do', () => {
  const signals = createSignals();
  const woken: string[] = [];
  const unlisten = signals.listen('a', () => woken.push('first'));
  signals.listen('a', () => woken.push('second'));
  signals.listen('b', () => woken.push('other'));
  signals.raise('a');
  unlisten();
  unlisten();
  signals.raise('a');
  expect(woken).toEqual(['first', 'second', 'second']);
});

test('who listens again after all have left is woken', () => {
  const signals = createSignals();
  let woken = 0;
  const unlisten = signals.listen('a', () => woken++);
  unlisten();
  signals.listen('a', () => woken++);
  unlisten();
  signals.raise('a');
  expect(woken).toBe(1);
});
