import type { Clock } from '../clock/clock.ts';
import type { FinishedCall } from '../core/chain.ts';
import type { AwsError } from '../core/errors.ts';
import type { Meter } from '../core/meter.ts';
import type { Principal, Service } from '../core/service.ts';
import type { CallReading, MeterReading, QuantityReading } from './reading.ts';
import { resourceOf } from './resources.ts';

/** Different resources that are counted apart, of calls and of quantities each; a run that makes more stays flat. */
const MOST_RESOURCES = 10_000;
/** Members of one distinct count; beyond them it no longer grows. */
const MOST_MEMBERS = 1_000_000;
const OTHER = '(other)';

/** The error codes by which AWS services ask a caller to slow down, besides the status 429. */
const THROTTLES = new Set([
  'ThrottlingException',
  'ThrottledException',
  'Throttling',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'TooManyRequestsException',
  'SlowDown',
  'TransactionInProgressException',
]);

/** A meter with its reading and its switch. */
export interface RunningMeter extends Meter {
  running: boolean;
  /** Sees each call that was answered; see {@link ChainHooks.observe}. */
  observe(call: FinishedCall): void;
  read(): MeterReading;
  /** Sets everything to nothing. */
  reset(): void;
}

interface Tally {
  calls: number;
  throttles: number;
  retries: number;
  errors: Map<string, number> | undefined;
}

/** Tallies by caller, service, operation and resource: each level is keyed by what a call has at hand. */
type Tallies = Map<string, Map<Service, Map<string, Map<string, Tally>>>>;
type Amounts = Map<string, Map<string, Map<string, number>>>;
type Members = Map<string, Map<string, Map<string, Set<string>>>>;

/** Creates a meter that runs. Times of its reading are those of `clock`. */
export function createMeter({
  clock,
  region,
}: {
  readonly clock: Pick<Clock, 'now'>;
  readonly region: string;
}): RunningMeter {
  let since = clock.now();
  let tallies: Tallies = new Map();
  let amounts: Amounts = new Map();
  let members: Members = new Map();
  let tallied = 0;
  let measured = 0;

  function tallyOf({ principal, service, operation, input }: FinishedCall): Tally {
    const actions = within(within(tallies, callerOf(principal)), service);
    const resources = within(actions, operation);
    let resource = resourceOf(service.name, input as Readonly<Record<string, unknown>>);
    let tally = resources.get(resource);
    if (tally) return tally;
    if (tallied >= MOST_RESOURCES) resource = OTHER;
    tally = resources.get(resource);
    if (tally) return tally;
    tallied++;
    tally = { calls: 0, throttles: 0, retries: 0, errors: undefined };
    resources.set(resource, tally);
    return tally;
  }

  const meter: RunningMeter = {
    running: true,
    observe(call) {
      if (!meter.running) return;
      const tally = tallyOf(call);
      tally.calls++;
      if (call.attempt !== undefined && call.attempt > 1) tally.retries++;
      if (call.error) countError(tally, call.error);
    },
    add(service, quantity, resource, amount) {
      if (!meter.running || amount === 0) return;
      const resources = within(within(amounts, service), quantity);
      const known = resources.get(resource);
      if (known !== undefined) resources.set(resource, known + amount);
      else if (measured < MOST_RESOURCES) {
        measured++;
        resources.set(resource, amount);
      } else resources.set(OTHER, (resources.get(OTHER) ?? 0) + amount);
    },
    addDistinct(service, quantity, resource, member) {
      if (!meter.running) return;
      const resources = within(within(members, service), quantity);
      let seen = resources.get(resource);
      if (!seen) {
        seen = new Set();
        resources.set(resource, seen);
      }
      if (seen.size >= MOST_MEMBERS || seen.has(member)) return;
      seen.add(member);
      meter.add(service, quantity, resource, 1);
    },
    read: () => ({
      version: 1,
      since: new Date(since).toISOString(),
      until: new Date(clock.now()).toISOString(),
      region,
      running: meter.running,
      calls: [...callReadings(tallies)],
      quantities: [...quantityReadings(amounts)],
    }),
    reset() {
      since = clock.now();
      tallies = new Map();
      amounts = new Map();
      members = new Map();
      tallied = 0;
      measured = 0;
    },
  };
  return meter;
}

/** The next level of nested maps, made where it is missing. */
function within<Key, Inner extends Map<unknown, unknown>>(map: Map<Key, Inner>, key: Key): Inner {
  let inner = map.get(key);
  if (!inner) {
    inner = new Map() as Inner;
    map.set(key, inner);
  }
  return inner;
}

/** Sessions of one role count as that role. */
function callerOf(principal: Principal): string {
  return principal.roleArn ?? principal.service ?? principal.arn;
}

function countError(tally: Tally, { code, status }: AwsError): void {
  tally.errors ??= new Map();
  tally.errors.set(code, (tally.errors.get(code) ?? 0) + 1);
  if (status === 429 || THROTTLES.has(code)) tally.throttles++;
}

function* callReadings(tallies: Tallies): Generator<CallReading> {
  for (const [caller, services] of tallies) {
    for (const [{ name: service }, actions] of services) {
      for (const [action, resources] of actions) {
        for (const [resource, { calls, throttles, retries, errors }] of resources) {
          yield {
            caller: shortName(caller),
            service,
            action,
            resource,
            calls,
            errors: Object.fromEntries(errors ?? []),
            throttles,
            retries,
          };
        }
      }
    }
  }
}

function* quantityReadings(amounts: Amounts): Generator<QuantityReading> {
  for (const [service, quantities] of amounts) {
    for (const [quantity, resources] of quantities) {
      for (const [resource, amount] of resources) yield { service, quantity, resource, amount };
    }
  }
}

/** `http` of `arn:aws:iam::000000000000:role/http`, `root` of the account's own user. */
function shortName(caller: string): string {
  return caller.startsWith('arn:')
    ? caller.slice(Math.max(caller.lastIndexOf('/'), caller.lastIndexOf(':')) + 1)
    : caller;
}
