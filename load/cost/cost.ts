import type { Price, PriceTable } from './prices.ts';
import { amountOf, requestsOf, type Usage } from './usage.ts';

/** What a usage costs at AWS. Money in the table's currency. */
export interface Cost {
  readonly region: string;
  /** The day as of which the prices hold. */
  readonly pricesOf: string;
  readonly currency: string;
  /** The requests to the API that it is for. */
  readonly requests: number;
  /** Expenses that were approved meanwhile; absent where nobody counted. */
  readonly approvals?: number;
  readonly services: readonly ServiceCost[];
  readonly total: number;
  readonly perThousandRequests: number;
  readonly perThousandApprovals?: number;
  /** What so many requests of this kind would cost in a month. */
  readonly monthly: { readonly requests: number; readonly total: number };
}

/** One service's part. */
export interface ServiceCost {
  readonly service: string;
  readonly lines: readonly CostLine[];
  readonly total: number;
  readonly perThousandRequests: number;
  readonly perThousandApprovals?: number;
  readonly monthly: number;
}

/** One line of the bill. */
export interface CostLine {
  readonly what: string;
  readonly amount: number;
  /** For a line that is billed once a month: what that month costs. It is in no sum but the monthly one. */
  readonly cost: number;
  readonly monthly: boolean;
}

/** What {@link costOf} needs besides usage and prices. */
export interface CostOptions {
  readonly approvals?: number;
  /** The requests of a month that the monthly figure is for. */
  readonly monthlyRequests: number;
}

/**
 * Prices a usage: on demand, without free tier, discounts and taxes. What is billed once a month (custom metrics,
 * active users) is no part of the cost of a request; it is added to the month as it was counted.
 */
export function costOf(usage: Usage, table: PriceTable, options: CostOptions): Cost {
  const requests = requestsOf(usage);
  const { approvals = 0, monthlyRequests } = options;
  const perThousand = (total: number) => ({
    perThousandRequests: requests === 0 ? 0 : (total / requests) * 1000,
    ...(approvals > 0 ? { perThousandApprovals: (total / approvals) * 1000 } : {}),
  });
  const months = requests === 0 ? 0 : monthlyRequests / requests;
  const services = [...byService(usage, table.prices)].map(([service, lines]): ServiceCost => {
    const total = sum(lines.filter(({ monthly }) => !monthly));
    const standing = sum(lines.filter(({ monthly }) => monthly));
    return { service, lines, total, ...perThousand(total), monthly: total * months + standing };
  });
  const total = services.reduce((all, service) => all + service.total, 0);
  return {
    region: table.region,
    pricesOf: table.date,
    currency: table.currency,
    requests,
    ...(approvals > 0 ? { approvals } : {}),
    services: services.sort((a, b) => b.monthly - a.monthly),
    total,
    ...perThousand(total),
    monthly: {
      requests: monthlyRequests,
      total: services.reduce((all, service) => all + service.monthly, 0),
    },
  };
}

function byService(usage: Usage, prices: readonly Price[]): Map<string, CostLine[]> {
  const services = new Map<string, CostLine[]>();
  for (const { service, usage: of, what, unitsIn, each, monthly } of prices) {
    const amount = amountOf(usage, ...of) / unitsIn;
    if (amount === 0) continue;
    const lines = services.get(service) ?? [];
    lines.push({ what, amount, cost: amount * each, monthly });
    services.set(service, lines);
  }
  return services;
}

function sum(lines: readonly CostLine[]): number {
  return lines.reduce((total, { cost }) => total + cost, 0);
}
