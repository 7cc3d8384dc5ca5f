import listOne from './iso-4217/currencies.json' with { type: 'json' };

/**
 * Currencies of older expenses that list one no longer has: they are still shown, but no new expense can be in them. By
 * list three ANG was withdrawn in March 2025, BGN in January 2026, CUC in June 2021.
 */
const withdrawn = { ANG: 2, BGN: 2, CUC: 2 };

const digitsByCode: ReadonlyMap<string, number> = new Map(
  Object.entries({ ...withdrawn, ...listOne.minorUnits }),
);
const current: ReadonlySet<string> = new Set(Object.keys(listOne.minorUnits));

/** Whether `code`, in capitals, is a current currency of ISO 4217 that amounts are counted in. */
export function isCurrency(code: string): boolean {
  return current.has(code);
}

/** Every currency that an expense can be in. */
export function currencies(): string[] {
  return [...current];
}

/**
 * How many digits stand after the point in an amount of `currency`, by ISO 4217: 2 for EUR, 0 for JPY, 3 for
 * KWD. (Intl follows CLDR, which differs: it shows no digits for HUF.) Throws a RangeError for what is no
 * currency.
 */
export function minorDigits(currency: string): number {
  const digits = digitsByCode.get(currency);
  if (digits === undefined) throw new RangeError(`${currency} is not a currency of ISO 4217`);
  return digits;
}

/** An amount in minor units as a decimal number with its currency: 1250 EUR is `12.50 EUR`. Exact for any integer. */
export function displayAmount(amount: number, currency: string): string {
  const digits = minorDigits(currency);
  const sign = amount < 0 ? '-' : '';
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const point = text.length - digits;
  const number = digits === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
  return `${sign}${number} ${currency}`;
}
