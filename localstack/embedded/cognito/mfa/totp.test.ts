import { TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { STEP, secretOf, stepOf, stillUsable } from './totp.ts';

const SECRET = secretOf(Buffer.from('12345678901234567890'));

describe('codes', () => {
  // RFC 6238, appendix B, for SHA-1: the last six of its eight digits, because both are cut from one number.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at second %i', (second, code) => {
    expect(stepOf(SECRET, code, second * 1000)).toBe(Math.floor(second / 30));
  });

  it('are taken one step early or late, and no more', () => {
    const now = 1_111_111_111_000;
    const code = (step: number) => new TOTP({ secret: SECRET }).generate({ timestamp: now + step * STEP });
    expect([-2, -1, 0, 1, 2].map((step) => stepOf(SECRET, code(step), now) !== undefined)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it.each(['', '5047', '0050471', 'O50471', ' 50471', '٠٥٠٤٧١'])(
    'are six digits and nothing else: %j',
    (code) => {
      expect(stepOf(SECRET, code, 1_111_111_111_000)).toBeUndefined();
    },
  );
});

it('forgets the use of a code when it would not be taken any more', () => {
  expect(stillUsable([8, 9, 10, 11], 10 * STEP)).toEqual([9, 10, 11]);
});

it('makes secrets of 32 characters in Base32', () => {
  expect(SECRET).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
});
