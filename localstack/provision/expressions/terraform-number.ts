import { shortestDecimal } from './shortest-decimal.ts';

/** Bits of a mantissa: Terraform calculates with Go's big.Float of this precision. */
export const PRECISION = 512;

/** Beyond such powers of ten, numbers are refused: writing one out would fill the memory. */
const MAX_EXPONENT = 100_000;

const FORM = /^([+-]?)(?=\d|\.\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * A number as Terraform has it: a binary fraction of 512 bits, rounded to the nearest, and even where two are as near.
 * JavaScript's own numbers have 53, so that 0.1 + 0.2 is another one.
 */
export class TerraformNumber {
  /** The value is `mantissa` times two to the power of `exponent`; the mantissa is odd, or zero. */
  readonly mantissa: bigint;
  readonly exponent: number;

  private constructor(mantissa: bigint, exponent: number) {
    let bits = mantissa;
    let power = exponent;
    const excess = bitLength(bits) - PRECISION;
    if (excess > 0) {
      bits = rounded(bits, excess);
      power += excess;
    }
    const zeros = trailingZeros(bits);
    this.mantissa = bits >> BigInt(zeros);
    this.exponent = bits === 0n ? 0 : power + zeros;
  }

  /** The number that a text is, e.g. `-1.50e3`; undefined where it is none that Terraform takes for one. */
  static parse(text: string): TerraformNumber | undefined {
    const [, sign, whole = '', fraction = '', exponent = '0'] = FORM.exec(text) ?? [];
    if (sign === undefined || Math.abs(Number(exponent)) > MAX_EXPONENT) return undefined;
    const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
    const power = Number(exponent) - fraction.length;
    const scale = 10n ** BigInt(Math.abs(power));
    return power < 0 ? quotient(digits, scale) : new TerraformNumber(digits * scale, 0);
  }

  static of(number: number): TerraformNumber {
    return TerraformNumber.parse(String(number)) ?? new TerraformNumber(0n, 0);
  }

  static from(mantissa: bigint, exponent: number): TerraformNumber {
    return new TerraformNumber(mantissa, exponent);
  }

  get isZero(): boolean {
    return this.mantissa === 0n;
  }

  negated(): TerraformNumber {
    return new TerraformNumber(-this.mantissa, this.exponent);
  }

  plus(other: TerraformNumber): TerraformNumber {
    const exponent = Math.min(this.exponent, other.exponent);
    return new TerraformNumber(this.#at(exponent) + other.#at(exponent), exponent);
  }

  minus(other: TerraformNumber): TerraformNumber {
    return this.plus(other.negated());
  }

  times(other: TerraformNumber): TerraformNumber {
    return new TerraformNumber(this.mantissa * other.mantissa, this.exponent + other.exponent);
  }

  /** Throws RangeError where `other` is zero. */
  over(other: TerraformNumber): TerraformNumber {
    return quotient(this.mantissa, other.mantissa, this.exponent - other.exponent);
  }

  /** What is left of a division by `other`, with the sign of this number; by zero, all of it. */
  modulo(other: TerraformNumber): TerraformNumber {
    if (other.isZero) return this;
    return this.minus(other.times(this.over(other).#truncated()));
  }

  /** Negative where this number is the less, positive where it is the greater. */
  compare(other: TerraformNumber): number {
    const exponent = Math.min(this.exponent, other.exponent);
    const difference = this.#at(exponent) - other.#at(exponent);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** JavaScript's nearest number. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** In full, without an exponent: as few digits as tell it from its neighbours. */
  toString(): string {
    return shortestDecimal(this.mantissa, this.exponent);
  }

  #truncated(): TerraformNumber {
    if (this.exponent >= 0) return this;
    const scale = 1n << BigInt(-this.exponent);
    return new TerraformNumber(this.mantissa / scale, 0);
  }

  #at(exponent: number): bigint {
    return this.mantissa << BigInt(this.exponent - exponent);
  }
}

/** Throws RangeError where `divisor` is zero. */
function quotient(dividend: bigint, divisor: bigint, exponent = 0): TerraformNumber {
  // Two bits more than are kept, and one that says whether anything is left: enough to round by.
  const shift = Math.max(0, PRECISION + 2 - (bitLength(dividend) - bitLength(divisor)));
  const scaled = dividend << BigInt(shift);
  const left = scaled % divisor === 0n ? 0n : scaled < 0n === divisor < 0n ? 1n : -1n;
  return TerraformNumber.from((scaled / divisor) * 2n + left, exponent - shift - 1);
}

/** How many bits a number's magnitude has. */
export function bitLength(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  return magnitude === 0n ? 0 : magnitude.toString(2).length;
}

function trailingZeros(value: bigint): number {
  if (value === 0n) return 0;
  const bits = (value < 0n ? -value : value).toString(2);
  return bits.length - 1 - bits.lastIndexOf('1');
}

/** Without its last bits, rounded to the nearest, and to the even one of two that are as near. */
function rounded(value: bigint, bits: number): bigint {
  const magnitude = value < 0n ? -value : value;
  const kept = magnitude >> BigInt(bits);
  const rest = magnitude - (kept << BigInt(bits));
  const half = 1n << BigInt(bits - 1);
  const up = rest > half || (rest === half && kept % 2n === 1n);
  const result = up ? kept + 1n : kept;
  return value < 0n ? -result : result;
}
