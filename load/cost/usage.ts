/** What was used of AWS over a time: what the target's meter counted, or what CloudWatch knows of it. */
export interface Usage {
  /** `meter`: exact, and with every call; `cloudwatch`: by AWS's own metrics, without calls. */
  readonly source: 'meter' | 'cloudwatch';
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  readonly region: string;
  readonly calls: readonly CallUsage[];
  readonly quantities: readonly QuantityUsage[];
  /** What the source does not know, in sentences. */
  readonly notes: readonly string[];
}

/** The calls of one caller to one action on one resource. */
export interface CallUsage {
  readonly caller: string;
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  readonly calls: number;
  /** By the error's code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly throttles: number;
  readonly retries: number;
}

/** How much of a quantity a resource used. */
export interface QuantityUsage {
  readonly service: string;
  readonly quantity: string;
  readonly resource: string;
  readonly amount: number;
}

/** What went on at AWS's side of a run. */
export interface AwsFigures {
  /** Undefined where the source does not know, as are the next and the retries. */
  readonly coldStarts: number | undefined;
  /** Milliseconds that they took together. */
  readonly coldStartMilliseconds: number | undefined;
  /** Calls and requests that were refused for their number. */
  readonly throttles: number;
  /** Second and later attempts of SDKs. */
  readonly retries: number | undefined;
  /** How many errors each service answered with, by `service: code`. */
  readonly errors: Readonly<Record<string, number>>;
}

/** How much of a quantity all resources used. */
export function amountOf(usage: Usage, service: string, quantity: string): number {
  // KMS is billed by the call alone.
  if (service === 'kms' && usage.source === 'meter') return callsOf(usage, 'kms');
  let sum = 0;
  for (const one of usage.quantities) {
    if (one.service === service && one.quantity === quantity) sum += one.amount;
  }
  return sum;
}

function callsOf({ calls }: Usage, service: string): number {
  return calls.filter((call) => call.service === service).reduce((sum, call) => sum + call.calls, 0);
}

/** How many requests came to the API, those that it refused by itself as well. */
export function requestsOf(usage: Usage): number {
  return ['requests', 'throttles', 'unauthorized'].reduce(
    (sum, quantity) => sum + amountOf(usage, 'apigatewayv2', quantity),
    0,
  );
}

/** What was used between two readings of one meter. */
export function usageBetween(before: Usage, after: Usage): Usage {
  const calls = new Map(before.calls.map((call) => [keyOf(call), call]));
  const amounts = new Map(before.quantities.map((one) => [keyOf(one), one.amount]));
  return {
    ...after,
    since: before.until,
    calls: after.calls
      .map((call) => callsSince(calls.get(keyOf(call)), call))
      .filter((call) => call.calls > 0),
    quantities: after.quantities
      .map((one) => ({ ...one, amount: one.amount - (amounts.get(keyOf(one)) ?? 0) }))
      .filter(({ amount }) => amount !== 0),
  };
}

function keyOf(of: CallUsage | QuantityUsage): string {
  if ('quantity' in of) return [of.service, of.quantity, of.resource].join('\n');
  return [of.caller, of.service, of.action, of.resource].join('\n');
}

function callsSince(before: CallUsage | undefined, after: CallUsage): CallUsage {
  if (!before) return after;
  const errors = Object.entries(after.errors)
    .map(([code, count]) => [code, count - (before.errors[code] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return {
    ...after,
    calls: after.calls - before.calls,
    throttles: after.throttles - before.throttles,
    retries: after.retries - before.retries,
    errors: Object.fromEntries(errors),
  };
}

/** Cold starts, throttles, retries and errors out of a usage. */
export function awsFiguresOf(usage: Usage): AwsFigures {
  const errors: Record<string, number> = {};
  let throttles = amountOf(usage, 'apigatewayv2', 'throttles');
  let retries = 0;
  for (const call of usage.calls) {
    throttles += call.throttles;
    retries += call.retries;
    for (const [code, count] of Object.entries(call.errors)) {
      const key = `${call.service}: ${code}`;
      errors[key] = (errors[key] ?? 0) + count;
    }
  }
  const counted = (amount: number) => (usage.source === 'meter' ? amount : undefined);
  const failed = amountOf(usage, 'lambda', 'functionErrors');
  if (failed > 0) errors['lambda: function errors'] = failed;
  // With its calls, a meter has counted Lambda's throttles among them.
  if (usage.source !== 'meter') throttles += amountOf(usage, 'lambda', 'throttles');
  return {
    coldStarts: counted(amountOf(usage, 'lambda', 'coldStarts')),
    coldStartMilliseconds: counted(amountOf(usage, 'lambda', 'initMilliseconds')),
    throttles,
    retries: counted(retries),
    errors,
  };
}
