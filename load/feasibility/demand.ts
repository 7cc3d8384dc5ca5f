import type { ScenarioName } from '../k6/scenarios/catalogue.ts';

/** What a scenario or a workload asks of AWS: per iteration, or per second. */
export interface Demand {
  /** Requests through API Gateway to the function. */
  readonly requests: number;
  /** Sign-ins and refreshes at Cognito. */
  readonly signIns: number;
  /** Executions started at Step Functions. */
  readonly executions: number;
}

/** One iteration of each scenario; where it polls, the polls of a stage that answers in a second are counted. */
const perIteration = {
  crud: { requests: 4.5, signIns: 0, executions: 0 },
  approval: { requests: 12, signIns: 0, executions: 1 },
  receipts: { requests: 8, signIns: 0, executions: 0 },
  reads: { requests: 5, signIns: 0, executions: 0 },
  mixed: { requests: 5, signIns: 0, executions: 0.1 },
  auth: { requests: 2, signIns: 2, executions: 0 },
} as const satisfies Record<ScenarioName, Demand>;

/**
 * What scenarios ask of AWS in a second.
 * @param rates iterations a second of each scenario
 */
export function demandOf(rates: Readonly<Partial<Record<ScenarioName, number>>>): Demand {
  const total = { requests: 0, signIns: 0, executions: 0 };
  for (const [name, rate] of Object.entries(rates) as [ScenarioName, number][]) {
    const once = perIteration[name];
    total.requests += rate * once.requests;
    total.signIns += rate * once.signIns;
    total.executions += rate * once.executions;
  }
  return total;
}
