import { Secret, TOTP } from 'otpauth';

/** Milliseconds for which one code stands. */
export const STEP = 30_000;

/** Steps before and after the present one whose codes are taken, for clocks that are off and fingers that are slow. */
const SKEW = 1;

/** A secret for an authenticator application: 20 bytes, as RFC 4226 recommends, in Base32 as applications take it. */
export function secretOf(bytes: Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
}

/**
 * The number of the 30-second step since the epoch whose code this is, of six digits by HMAC-SHA-1 (RFC 6238), or
 * undefined where it is the code of no step around `now`, in milliseconds since the epoch.
 */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: STEP / 1000 }).validate({
    token: code,
    timestamp: now,
    window: SKEW,
  });
  return delta === null ? undefined : Math.floor(now / STEP) + delta;
}

/** Of the steps whose codes were used, those whose codes could still be taken at `now`. */
export function stillUsable(steps: readonly number[], now: number): number[] {
  return steps.filter((step) => step >= Math.floor(now / STEP) - SKEW);
}
