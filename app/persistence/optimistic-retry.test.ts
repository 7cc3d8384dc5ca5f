import { describe, expect, it } from 'vitest';
import { retryOptimistically } from './optimistic-retry.ts';

/** An attempt that loses `losses` times, and then returns how often it ran. */
function losing(losses: number) {
  let runs = 0;
  return async () => (++runs > losses ? runs : undefined);
}

describe('an optimistic write', () => {
  it('is tried again until it wins', async () => {
    const onExhausted = () => 0;
    expect(await retryOptimistically(losing(0), { onExhausted })).toBe(1);
    expect(await retryOptimistically(losing(4), { onExhausted })).toBe(5);
  });

  it('takes false for a result', async () => {
    expect(await retryOptimistically(async () => false, { onExhausted: () => true })).toBe(false);
  });

  it('ends after the last attempt with what is asked for then', async () => {
    expect(await retryOptimistically(losing(5), { onExhausted: () => 0 })).toBe(0);
    const onExhausted = () => {
      throw new Error('busy');
    };
    await expect(retryOptimistically(losing(2), { attempts: 2, onExhausted })).rejects.toThrow('busy');
  });

  it('throws on what an attempt throws, and tries no more', async () => {
    let runs = 0;
    const failing = async () => {
      runs++;
      throw new Error('refused');
    };
    await expect(retryOptimistically(failing, { onExhausted: () => undefined })).rejects.toThrow('refused');
    expect(runs).toBe(1);
  });
});
