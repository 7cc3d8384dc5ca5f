import type { Clock } from '../../clock/clock.ts';

/** Lets through `rate` requests a second on average, and up to `burst` at once; by the emulated clock. */
export interface TokenBucket {
  take(): boolean;
}

/** A full bucket. A `burst` or `rate` of 0 lets nothing through, as in AWS. */
export function createTokenBucket(clock: Pick<Clock, 'now'>, rate: number, burst: number): TokenBucket {
  let tokens = burst;
  let filledAt = clock.now();
  return {
    take() {
      const now = clock.now();
      tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * rate);
      filledAt = now;
      if (tokens < 1 || rate <= 0) return false;
      tokens -= 1;
      return true;
    },
  };
}
