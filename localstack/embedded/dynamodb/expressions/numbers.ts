import Big from 'big.js';
import { UpdateError } from './error.ts';

/** Texts up to this length are told apart by floating-point numbers, which keep 15 digits. */
const EXACT = 15;
const MOST_DIGITS = 38;
const MOST_MAGNITUDE = 125;
const LEAST_MAGNITUDE = -130;

/** Negative, 0 or positive as `a` is smaller, equal or larger; both are decimal numbers in text. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length <= EXACT && b.length <= EXACT) return Number(a) - Number(b);
  return new Big(a).cmp(b);
}

/** The exact sum, or the difference, in text. Throws {@link UpdateError} for one that DynamoDB cannot hold. */
export function calculate(a: string, operator: '+' | '-', b: string): string {
  const left = Number(a);
  const right = Number(b);
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && isShort(a) && isShort(b)) {
    const result = operator === '+' ? left + right : left - right;
    // -0 is 0.
    if (Number.isSafeInteger(result)) return String(result + 0);
  }
  return held(operator === '+' ? new Big(a).plus(b) : new Big(a).minus(b));
}

function isShort(text: string): boolean {
  return text.length <= EXACT;
}

function held(number: Big): string {
  if (number.eq(0)) return '0';
  if (number.e > MOST_MAGNITUDE || number.c.length > MOST_DIGITS) {
    // In these words for too many digits, too.
    throw new UpdateError(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (number.e < LEAST_MAGNITUDE) {
    throw new UpdateError(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  return number.toFixed();
}
