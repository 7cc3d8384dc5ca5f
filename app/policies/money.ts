import currencyCodes from 'currency-codes';

/** Codes of ISO 4217 that are no money one could spend: metals, tests, and the absence of a currency. */
const notMoney = /^X(AG|AU|PD|PT|TS|XX|BA|BB|BC|BD|UA|SU|DR)$/;

const digitsByCurrency: ReadonlyMap<string, number> = new Map(
  currencyCodes.data.filter(({ code }) => !notMoney.test(code)).map(({ code, digits }) => [code, digits]),
);

/** Whether `code` is a currency of ISO 4217, in capitals. */
export function isCurrency(code: string): boolean {
  return digitsByCurrency.has(code);
}

/** Every currency that an expense can be in. */
export function currencies(): string[] {
  return [...digitsByCurrency.keys()];
}

/**
 * How many digits stand after the point in an amount of `currency`, by ISO 4217: 2 for EUR, 0 for JPY, 3 for
 * KWD. (Intl follows CLDR, which differs: it shows no digits for HUF.) Throws a RangeError for what is no
 * currency.
 */
export function minorDigits(currency: string): number {
  const digits = digitsByCurrency.get(currency);
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
