import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TerraformNumber } from './terraform-number.ts';

const number = (text: string): TerraformNumber => {
  const parsed = TerraformNumber.parse(text);
  if (!parsed) throw new Error(`${text} is no number`);
  return parsed;
};

const integers = fc.bigInt({ min: -(10n ** 50n), max: 10n ** 50n });

describe("a number of Terraform's", () => {
  it('is written as it was read, where it has no more than 150 digits', () => {
    fc.assert(
      fc.property(integers, fc.nat(40), (digits, places) => {
        const magnitude = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
        const whole = magnitude.slice(0, magnitude.length - places);
        const fraction = magnitude.slice(magnitude.length - places).replace(/0+$/, '');
        const text = `${digits < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
        expect(String(number(text))).toBe(text);
      }),
    );
  });

  it("is JavaScript's, where that is one", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(TerraformNumber.of(value).toNumber()).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('calculates with integers as they are', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const [x, y] = [number(String(a)), number(String(b))];
        expect(String(x.plus(y))).toBe(String(a + b));
        expect(String(x.minus(y))).toBe(String(a - b));
        expect(String(x.times(y))).toBe(String(a * b));
        expect(x.compare(y)).toBe(a < b ? -1 : a > b ? 1 : 0);
        if (b !== 0n) expect(String(x.times(y).over(y))).toBe(String(a));
        if (b !== 0n) expect(String(x.modulo(y))).toBe(String(a % b));
      }),
    );
  });

  it.each(['', ' 5', '5 ', '0x10', '1_000', '.', 'Infinity', 'NaN', '1e', '1e999999999'])(
    'is not %j',
    (text) => {
      expect(TerraformNumber.parse(text)).toBeUndefined();
    },
  );

  it('cannot be divided by zero', () => {
    expect(() => number('1').over(number('0'))).toThrow(RangeError);
  });
});
