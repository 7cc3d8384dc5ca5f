import { LoadError } from '../errors.ts';
import { type ScenarioName, scenarios } from '../k6/scenarios/catalogue.ts';
import type { Demand } from '../k6/scenarios/scenario.ts';

/** A limit of AWS that a load can run into. */
export interface Quota {
  /** As the console and the documentation call it. */
  readonly title: string;
  /** What AWS gives an account that has asked for nothing, in `unit`. */
  readonly byDefault: number;
  readonly unit: string;
  readonly source: string;
  /** What a load asks of it, in the same unit. */
  readonly asked: (demand: Demand, secondsPerRequest: number) => number;
}

/** The quotas that a load is held to, by the name for `--quota`; defaults as AWS documents them in November 2026. */
export const quotas = {
  'user-authentication': {
    title: "Cognito's rate of UserAuthentication requests",
    byDefault: 120,
    unit: 'a second',
    source: 'Amazon Cognito Developer Guide, «Quotas in Amazon Cognito»',
    asked: ({ signIns }) => signIns,
  },
  'start-execution': {
    title: "Step Functions' refill rate of StartExecution for Standard workflows",
    byDefault: 300,
    unit: 'a second',
    source: 'AWS Step Functions Developer Guide, «Service quotas»; 150 outside of the three largest regions',
    asked: ({ executions }) => executions,
  },
  'concurrent-executions': {
    title: "Lambda's concurrent executions",
    byDefault: 1_000,
    unit: 'at once',
    source: 'AWS Lambda Developer Guide, «Lambda quotas»; new accounts have 10',
    asked: ({ requests }, secondsPerRequest) => requests * secondsPerRequest,
  },
  'api-throttle': {
    title: "API Gateway's throttle for the account and region",
    byDefault: 10_000,
    unit: 'a second',
    source: 'Amazon API Gateway Developer Guide, «Amazon API Gateway quotas»',
    asked: ({ requests }) => requests,
  },
} as const satisfies Record<string, Quota>;

/** A quota's name. */
export type QuotaName = keyof typeof quotas;

/**
 * What scenarios ask of AWS in a second.
 *
 * @param rates iterations a second of each scenario
 */
export function demandOf(rates: Readonly<Partial<Record<ScenarioName, number>>>): Demand {
  const total = { requests: 0, signIns: 0, executions: 0 };
  for (const [name, rate] of Object.entries(rates) as [ScenarioName, number][]) {
    const { demand } = scenarios[name];
    total.requests += rate * demand.requests;
    total.signIns += rate * demand.signIns;
    total.executions += rate * demand.executions;
  }
  return total;
}

/**
 * Refuses a load that the target cannot take, however well it is built: its failures would be AWS's answers and say
 * nothing of the product.
 *
 * @param demand what the load asks of AWS in a second at its peak
 * @param secondsPerRequest how long a request keeps an instance of the function
 * @param granted what the account has, where it is not the default
 * @throws LoadError `quota` with a sentence for each quota that would be exceeded
 */
export function checkQuotas(
  demand: Demand,
  secondsPerRequest: number,
  granted: Readonly<Partial<Record<QuotaName, number>>> = {},
): void {
  const exceeded = (Object.keys(quotas) as QuotaName[]).flatMap((name) => {
    const quota: Quota = quotas[name];
    const asked = quota.asked(demand, secondsPerRequest);
    const limit = granted[name] ?? quota.byDefault;
    return asked <= limit
      ? []
      : [
          `The load asks for ${Math.ceil(asked)} ${quota.unit} at its peak, and ${quota.title} is ${limit} (${quota.source}); ` +
            `lower the rate, or say what the account has: --quota ${name}=${Math.ceil(asked)}.`,
        ];
  });
  if (exceeded.length > 0) throw new LoadError('quota', exceeded.join('\n'));
}

/**
 * The quota that a growing load uses up first, and how many times the load that is.
 *
 * @param demand what the load asks of AWS in a second
 * @param secondsPerRequest how long a request keeps an instance of the function
 * @param granted what the account has, where it is not the default
 */
export function tightestQuota(
  demand: Demand,
  secondsPerRequest: number,
  granted: Readonly<Partial<Record<QuotaName, number>>> = {},
): { readonly name: QuotaName; readonly quota: Quota; readonly limit: number; readonly times: number } {
  const all = (Object.keys(quotas) as QuotaName[]).map((name) => {
    const quota: Quota = quotas[name];
    const limit = granted[name] ?? quota.byDefault;
    return { name, quota, limit, times: limit / quota.asked(demand, secondsPerRequest) };
  });
  return all.reduce((tightest, one) => (one.times < tightest.times ? one : tightest));
}

/**
 * Reads `NAME=NUMBER` as `--quota` takes it, as often as there are quotas.
 *
 * @throws LoadError `usage` naming what is wrong
 */
export function parseQuotas(texts: readonly string[]): Partial<Record<QuotaName, number>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', value = ''] = text.split('=');
      if (!Object.hasOwn(quotas, name) || !/^\d+$/.test(value)) {
        throw new LoadError(
          'usage',
          `--quota takes NAME=NUMBER with one of ${Object.keys(quotas).join(', ')}, not ${text}.`,
        );
      }
      return [name, Number(value)];
    }),
  );
}
