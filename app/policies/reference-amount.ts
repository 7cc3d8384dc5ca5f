import { minorDigits } from './money.ts';

/** The currency that limits are in, and what one of its units is worth in others. */
export interface ReferenceRates {
  readonly referenceCurrency: string;
  readonly ratesPerReference: Readonly<Record<string, number>>;
}

/**
 * What `amount`, an integer in minor units of `currency`, is in minor units of the reference currency, rounded up; the
 * result of whole numbers only, so that what is added up is exact. Undefined for a currency without a rate.
 */
export function referenceAmount(
  amount: number,
  currency: string,
  { referenceCurrency, ratesPerReference }: ReferenceRates,
): number | undefined {
  const rate = Object.hasOwn(ratesPerReference, currency) ? ratesPerReference[currency] : undefined;
  if (rate === undefined) return undefined;
  const [whole, decimals] = decimalOf(rate);
  const above = BigInt(amount) * 10n ** BigInt(minorDigits(referenceCurrency) + decimals);
  const below = whole * 10n ** BigInt(minorDigits(currency));
  return Number((above + below - 1n) / below);
}

/** 1.15 is 115 with two decimals. Throws a RangeError for what is not written down as digits. */
function decimalOf(rate: number): [whole: bigint, decimals: number] {
  const [, before, after = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(rate)) ?? [];
  if (before === undefined || rate === 0) throw new RangeError(`${rate} is not a rate`);
  return [BigInt(before + after), after.length];
}
