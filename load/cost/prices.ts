import table from './prices.json' with { type: 'json' };

/** What one quantity costs. */
export interface Price {
  /** As AWS's bill names it. */
  readonly service: string;
  /** AWS's page or price list that says so. */
  readonly source: string;
  /** Where the figure was read again when the table was last checked; absent where no copy of a page that has it was found. */
  readonly seen?: string;
  /** The usage that it is for: service and quantity. */
  readonly usage: readonly [service: string, quantity: string];
  /** What is billed, e.g. `GB-seconds (arm64)`. */
  readonly what: string;
  /** How much of the quantity makes one of that, e.g. the bytes of a GB; default: 1. */
  readonly unitsIn: number;
  /** Dollars for one. */
  readonly each: number;
  /** Whether it is billed once a month, however many requests there are. */
  readonly monthly: boolean;
}

/** On-demand prices of one region, without free tier, discounts and taxes. */
export interface PriceTable {
  readonly region: string;
  /** The day as of which they hold. */
  readonly date: string;
  /** The day on which the figures were last looked for. */
  readonly checked: string;
  readonly currency: string;
  readonly prices: readonly Price[];
  /** What has no price in this region that was looked up, and is left out of every sum. */
  readonly unpriced: readonly Omit<Price, 'source' | 'each'>[];
}

interface RegionalPrice {
  readonly price: number;
  readonly source: string;
  readonly seen?: string;
}

interface Listed {
  readonly service: string;
  readonly usage: readonly (readonly string[])[];
  readonly what: string;
  readonly unitsIn?: number;
  readonly per: number;
  readonly monthly?: boolean;
  readonly regions: Readonly<Record<string, RegionalPrice>>;
}

const listed: readonly Listed[] = table.prices;

/** The regions that there are prices of. */
export const pricedRegions: readonly string[] = Object.keys(listed[0]?.regions ?? {});

/** The prices of a region; undefined for one that has none here. */
export function pricesOf(region: string): PriceTable | undefined {
  if (!pricedRegions.includes(region)) return undefined;
  const prices: Price[] = [];
  const unpriced: Omit<Price, 'source' | 'each'>[] = [];
  for (const { service, usage, what, unitsIn = 1, per, monthly = false, regions } of listed) {
    const own = regions[region];
    for (const [name = '', quantity = ''] of usage) {
      const item = { service, usage: [name, quantity] as const, what, unitsIn, monthly };
      if (own) {
        const { price, ...from } = own;
        prices.push({ ...item, ...from, each: price / per });
      } else unpriced.push(item);
    }
  }
  return { region, date: table.date, checked: table.checked, currency: table.currency, prices, unpriced };
}
