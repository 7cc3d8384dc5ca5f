const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const digitsByCurrency = new Map<string, number>();

/** Whether `code` is a currency of ISO 4217, by the runtime's own CLDR data. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/**
 * How many digits stand after the point in an amount of `currency`: 2 for EUR, 0 for JPY, 3 for KWD.
 * Throws a RangeError for what is no currency.
 */
export function minorDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  if (!isCurrency(currency)) throw new RangeError(`${currency} is not a currency of ISO 4217`);
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

/** An amount in minor units as a decimal number with its currency: 1250 EUR is `12.50 EUR`. Exact for any integer. */
export function displayAmount(amount: number, currency: string): string {
  const digits = minorDigits(currency);
  const sign = amount < 0 ? '-' : '';
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const point = text.length - digits;
  return digits === 0
    ? `${sign}${text} ${currency}`
    : `${sign}${text.slice(0, point)}.${text.slice(point)} ${currency}`;
}
