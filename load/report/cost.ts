import type { Cost, ServiceCost } from '../cost/cost.ts';
import type { RunCost } from '../cost/run-cost.ts';
import type { AwsFigures } from '../cost/usage.ts';
import type { RunRecord } from '../run/record.ts';
import { escapeHtml, table } from './elements.ts';
import { count, duration } from './format.ts';

/** What the cost sections read of a record. */
export type CostedRecord = Pick<RunRecord, 'cost' | 'aws'>;

/** The rows of a cost by service, with the sum as the last one; the first row is the header. */
export function costRows(cost: Cost): string[][] {
  const approvals = cost.perThousandApprovals !== undefined;
  const header = [
    'service',
    'per 1,000 requests',
    ...(approvals ? ['per 1,000 approvals'] : []),
    `${count(cost.monthly.requests)} requests a month`,
  ];
  const row = (name: string, of: Omit<ServiceCost, 'service' | 'lines' | 'total'>) => [
    name,
    money(of.perThousandRequests),
    ...(approvals ? [money(of.perThousandApprovals ?? 0)] : []),
    money(of.monthly),
  ];
  return [
    header,
    ...cost.services.map((service) => row(service.service, service)),
    row('all', { ...cost, monthly: cost.monthly.total }),
  ];
}

/** What a run would cost at AWS, as tables of the HTML report, with what they leave out. */
export function costTables(cost: RunCost): string {
  return (
    costTable('What it would cost at AWS', cost.whole) +
    cost.turns.map((turn) => costTable(`Of that, ${turn.scenario}`, turn.cost)).join('') +
    table('What that is made of', ['service', 'what', 'how much', 'cost'], lineRows(cost.whole)) +
    cost.notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('')
  );
}

/** What a run would cost, in a sentence: what by, and the services that make most of it. */
export function costSentence({ whole, turns }: RunCost): string {
  const approvals = [whole, ...turns.map((turn) => turn.cost)].find(
    ({ perThousandApprovals }) => perThousandApprovals !== undefined,
  );
  const most = whole.services.slice(0, 3).map(({ service, monthly }) => `${service} ${money(monthly)}`);
  return (
    `At AWS 1,000 requests would cost ${money(whole.perThousandRequests)}` +
    (approvals ? `, 1,000 approvals ${money(approvals.perThousandApprovals ?? 0)}` : '') +
    `, ${count(whole.monthly.requests)} requests a month ${money(whole.monthly.total)}` +
    ` (most of it ${most.join(', ')}; ${whole.region}, prices of ${whole.pricesOf}, no free tier).`
  );
}

/** Cold starts, throttles, retries and errors at AWS's side, as a section of the HTML report. */
export function awsSection({ aws }: CostedRecord): string {
  return aws ? table('What AWS counted', ['figure', 'count'], awsRows(aws)) : '';
}

/** Cost and AWS's side, for a terminal: lines to follow the figures. */
export function costSummary({ cost, aws }: CostedRecord, align: (rows: string[][]) => string): string[] {
  return [
    ...(cost
      ? [`  What it would cost at AWS (${cost.whole.region}, prices of ${cost.whole.pricesOf}, no free tier)`]
      : []),
    ...(cost ? [align(costRows(cost.whole)), ...turnLines(cost, align), ''] : []),
    ...(aws ? [`  ${awsSentence(aws)}`] : []),
  ];
}

/** A turn with approvals by service, another one by its sum. */
function turnLines({ turns }: RunCost, align: (rows: string[][]) => string): string[] {
  return turns.flatMap(({ scenario, cost }) =>
    cost.perThousandApprovals === undefined
      ? [`  of that, ${scenario}: 1,000 requests ${money(cost.perThousandRequests)}`]
      : [`  of that, ${scenario}`, align(costRows(cost))],
  );
}

function awsSentence(aws: AwsFigures): string {
  return awsRows(aws)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}

function awsRows({
  coldStarts,
  coldStartMilliseconds = 0,
  throttles,
  retries,
  errors,
}: AwsFigures): string[][] {
  const each = coldStarts ? ` (${duration(coldStartMilliseconds / coldStarts)} each)` : '';
  return [
    ...(coldStarts === undefined ? [] : [['cold starts', `${count(coldStarts)}${each}`]]),
    ['throttles', count(throttles)],
    ...(retries === undefined ? [] : [['retries of SDKs', count(retries)]]),
    ...Object.entries(errors)
      .sort(([, a], [, b]) => b - a)
      .map(([code, times]) => [code, count(times)]),
  ];
}

function costTable(caption: string, cost: Cost): string {
  const [header = [], ...rows] = costRows(cost);
  return table(caption, header, rows);
}

function lineRows({ services }: Cost): string[][] {
  return services.flatMap(({ service, lines }) =>
    lines.map(({ what, amount, cost, monthly }) => [
      service,
      what,
      amount >= 100 ? count(amount) : String(Number(amount.toPrecision(3))),
      `${money(cost)}${monthly ? ' a month' : ''}`,
    ]),
  );
}

/** Dollars with as many digits as it takes to see something. */
export function money(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars >= 1) return `$${dollars.toFixed(2)}`;
  return `$${dollars.toFixed(Math.min(9, 2 - Math.floor(Math.log10(dollars))))}`;
}
