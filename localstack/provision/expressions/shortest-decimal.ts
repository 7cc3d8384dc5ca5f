/** Bits of a mantissa, as in terraform-number.ts. */
const PRECISION = 512;

/** A decimal: its digits, and how many of them stand before the point (a negative number: zeros after it). */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * `mantissa` times two to the power of `exponent` in decimal, without an exponent: as few digits as tell it from its
 * neighbours of 512 bits, as Go's `big.Float.Text('f', -1)` writes it (src/math/big/ftoa.go, roundShortest).
 */
export function shortestDecimal(mantissa: bigint, exponent: number): string {
  if (mantissa === 0n) return '0';
  const sign = mantissa < 0n ? '-' : '';
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  // One bit more than there is: the neighbours' midpoints are one less and one more.
  const shift = PRECISION + 1 - magnitude.toString(2).length;
  const doubled = magnitude << BigInt(shift);
  const at = exponent - shift;
  const exact = decimalOf(doubled, at);
  const lower = decimalOf(doubled - 1n, at);
  const upper = decimalOf(doubled + 1n, at);
  // The midpoints belong to the number whose last bit is even.
  const inclusive = (doubled & 2n) === 0n;
  return sign + written(rounded(exact, lower, upper, inclusive));
}

function rounded(exact: Decimal, lower: Decimal, upper: Decimal, inclusive: boolean): Decimal {
  const [low, high] = [aligned(lower, exact.point), aligned(upper, exact.point)];
  for (let index = 0; index < exact.digits.length; index++) {
    const digit = Number(exact.digits[index]);
    const [below, above] = [digitOf(low, index), digitOf(high, index)];
    const down = below !== digit || (inclusive && index + 1 === low.length);
    const up = digit !== above && (inclusive || digit + 1 < above || index + 1 < high.length);
    if (down && up) return isMore(exact.digits, index + 1) ? raised(exact, index + 1) : cut(exact, index + 1);
    if (down) return cut(exact, index + 1);
    if (up) return raised(exact, index + 1);
  }
  return exact;
}

/** The digits of a decimal as they stand where another has its point: 9.99 below 10.01 is 09.99. */
function aligned({ digits, point }: Decimal, wanted: number): string {
  return '0'.repeat(Math.max(0, wanted - point)) + digits;
}

const digitOf = (digits: string, index: number) => Number(digits[index] ?? '0');

/** Whether what follows `count` digits is more than half of the last of them, or just half of an odd one. */
function isMore(digits: string, count: number): boolean {
  const next = digitOf(digits, count);
  if (next === 5 && count + 1 === digits.length) return digitOf(digits, count - 1) % 2 === 1;
  return next >= 5;
}

function cut({ digits, point }: Decimal, count: number): Decimal {
  return { digits: digits.slice(0, count), point };
}

function raised({ digits, point }: Decimal, count: number): Decimal {
  const more = String(BigInt(digits.slice(0, count)) + 1n);
  return { digits: more, point: point + more.length - count };
}

function decimalOf(mantissa: bigint, exponent: number): Decimal {
  const digits =
    exponent >= 0 ? String(mantissa << BigInt(exponent)) : String(mantissa * 5n ** BigInt(-exponent));
  const point = digits.length + Math.min(0, exponent);
  return { digits: digits.replace(/0+$/, ''), point };
}

function written({ digits, point }: Decimal): string {
  const kept = digits.replace(/0+$/, '');
  if (point <= 0) return `0.${'0'.repeat(-point)}${kept}`;
  if (kept.length <= point) return kept.padEnd(point, '0');
  return `${kept.slice(0, point)}.${kept.slice(point)}`;
}
