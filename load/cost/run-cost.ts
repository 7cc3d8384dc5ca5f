import { type Cost, costOf } from './cost.ts';
import type { RunUsage } from './measure.ts';
import { type PriceTable, pricedRegions, pricesOf } from './prices.ts';
import { type AwsFigures, amountOf, awsFiguresOf, type Usage } from './usage.ts';

/** What a run costs: the whole, and each scenario's part where one ran after the other. */
export interface RunCost {
  readonly whole: Cost;
  readonly turns: readonly { readonly scenario: string; readonly cost: Cost }[];
  /** What the figures leave out or do not know, in sentences. */
  readonly notes: readonly string[];
}

/** What {@link runCost} needs besides the usage. */
export interface RunCostOptions {
  /** Expenses approved in the whole run. */
  readonly approvals: number;
  readonly monthlyRequests: number;
}

const FALLBACK = 'us-east-1';

/** What a record keeps of a run's usage: itself, what it shows of AWS's side, and what it costs. */
export interface CostedRun {
  readonly usage: RunUsage;
  readonly aws: AwsFigures;
  readonly cost: RunCost;
}

/** All that is made of a run's usage. */
export function costedRun(usage: RunUsage, options: RunCostOptions): CostedRun {
  return { usage, aws: awsFiguresOf(usage.whole), cost: runCost(usage, options) };
}

/** Prices a run in the region that it ran in, or in us-east-1 where there are no prices of that one; says which. */
export function runCost({ whole, turns }: RunUsage, options: RunCostOptions): RunCost {
  const own = pricesOf(whole.region);
  const table = own ?? pricesOf(FALLBACK);
  if (!table) throw new Error(`prices.json has no ${FALLBACK}.`);
  const { monthlyRequests } = options;
  return {
    // Where scenarios took turns, approvals do not bear the cost of the others: their own turn shows it.
    whole: costOf(whole, table, turns.length > 1 ? { monthlyRequests } : options),
    turns: (turns.length > 1 ? turns : []).map(({ scenario, usage }) => ({
      scenario,
      cost: costOf(usage, table, { approvals: approvalsIn(usage), monthlyRequests }),
    })),
    notes: [
      `Prices in ${table.currency} of ${table.region} as of ${table.date}, on demand; without free tier, discounts, taxes, storage of the table and of logs, alarms and dashboards.`,
      ...(own ? [] : [otherRegion(whole.region)]),
      ...unpricedNotes(whole, table),
      ...(turns.length === 1
        ? []
        : ['What is billed by the month (custom metrics, active users) is in the monthly figure alone.']),
      ...whole.notes,
    ],
  };
}

/** That a region is priced as another, in a sentence; undefined where it has prices of its own. */
export function regionWarning(region: string): string | undefined {
  return pricesOf(region) ? undefined : otherRegion(region);
}

function otherRegion(region: string): string {
  return `There are no prices of ${region} here, only of ${pricedRegions.join(' and ')}: the cost is that of ${FALLBACK}.`;
}

/** What was used and is in no sum, because its price in this region is not known here. */
function unpricedNotes(usage: Usage, { region, unpriced }: PriceTable): string[] {
  const used = unpriced.filter(({ usage: of }) => amountOf(usage, ...of) > 0);
  if (used.length === 0) return [];
  const names = used.map(({ service, what }) => `${service} (${what})`).join(', ');
  return [`Left out, because nobody has looked up what it costs in ${region}: ${names}.`];
}

/** Decisions that went on to Step Functions: what the approval of an expense ends in. */
function approvalsIn(usage: Usage): number {
  let decided = 0;
  for (const { service, action, calls, errors } of usage.calls) {
    if (service !== 'sfn' || action !== 'SendTaskSuccess') continue;
    decided += calls - Object.values(errors).reduce((sum, count) => sum + count, 0);
  }
  return decided;
}
