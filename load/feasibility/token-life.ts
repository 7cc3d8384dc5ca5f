import { LoadError } from '../errors.ts';

/**
 * Refuses a load that outlives its tokens: its last requests would all be refused.
 *
 * @param tokens access tokens (JWT)
 * @param seconds how long the load goes on from `now`, milliseconds since the epoch
 * @throws LoadError `tokens`
 */
export function checkTokenLife(tokens: readonly string[], seconds: number, now: number): void {
  const left = secondsLeft(tokens, now);
  if (left < seconds) {
    throw new LoadError(
      'tokens',
      `The load takes ${Math.ceil(seconds)} s, and the access tokens live for ${left} s: shorten the workload, or lengthen the tokens' life in the user pool.`,
    );
  }
}

/** Seconds until the first of the tokens runs out; `now` in milliseconds since the epoch. */
export function secondsLeft(tokens: readonly string[], now: number): number {
  return Math.floor(Math.min(...tokens.map(expiryOf)) - now / 1000);
}

/** Seconds since the epoch (RFC 7519, `exp`). */
function expiryOf(token: string): number {
  const payload = token.split('.')[1] ?? '';
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number }).exp;
}
