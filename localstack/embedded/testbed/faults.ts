import type { Clock } from '../clock/clock.ts';
import type { CallFaults, PendingCall } from '../core/chain.ts';
import type { Random } from '../core/context.ts';
import { AwsError, type CarriedOut, ConnectionLostError } from '../core/errors.ts';
import { createRandom } from '../core/random.ts';
import { burn } from './burn.ts';

/** Which calls are struck, and how. What is absent matches all, or does nothing. */
export interface FaultRule {
  /** The service's name in `aws-sdk:` integrations, e.g. `dynamodb` or `s3`. */
  readonly service: string;
  /** AWS's name of it; a presigned URL and an upload by form are the operation that they carry out. */
  readonly operation?: string;
  /** Of the calls that match, 0 to 1; default: 1. */
  readonly probability?: number;
  /** How many calls are struck before the rule has done its work; default: all. */
  readonly times?: number;
  /** Emulated milliseconds that a call waits before it is carried out. */
  readonly lag?: number;
  /** Steps of arithmetic that the emulated AWS does before a call is carried out: a million take one or two milliseconds. */
  readonly work?: number;
  /**
   * `throttle` for the service's own throttling error, `drop` for no answer at all (the connection ends), or the error
   * that is answered.
   */
  readonly fail?:
    | 'throttle'
    | 'drop'
    | { readonly code: string; readonly message?: string; readonly status?: number };
  /**
   * Whether the call fails before it is carried out, or after: what it did is done, its caller does not know.
   * Default: `before`, and `after` for `drop`.
   */
  readonly when?: 'before' | 'after';
}

/** How often a rule matched a call, and how often it struck one. */
export interface FaultCount extends FaultRule {
  readonly matched: number;
  readonly struck: number;
}

/** What is made to go wrong. */
export interface Faults extends CallFaults {
  /** Replaces all rules; the same seed strikes the same calls of the same sequence. */
  set(rules: readonly FaultRule[], seed?: string): void;
  counts(): readonly FaultCount[];
}

interface ActiveRule {
  readonly rule: FaultRule;
  matched: number;
  struck: number;
}

/** The names that services give their throttling; where a service has none of its own, the common one. */
const throttling: Readonly<Record<string, readonly [code: string, message: string, status: number]>> = {
  dynamodb: [
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    400,
  ],
  lambda: ['TooManyRequestsException', 'Rate Exceeded.', 429],
  cognitoidentityprovider: ['TooManyRequestsException', 'Rate exceeded', 400],
  s3: ['SlowDown', 'Please reduce your request rate.', 503],
  sqs: ['RequestThrottled', 'Request is throttled.', 403],
};
const commonThrottling = ['ThrottlingException', 'Rate exceeded', 400] as const;

/** Faults on the calls of an embedded AWS; none until they are set. */
export function createFaults(context: { readonly clock: Clock; readonly random: Random }): Faults {
  let active: readonly ActiveRule[] = [];
  let random = context.random;
  const strikes = (each: ActiveRule, call: PendingCall): boolean => {
    const { service, operation, probability = 1, times = Number.POSITIVE_INFINITY } = each.rule;
    if (service !== call.service.name || (operation ?? call.operation) !== call.operation) return false;
    each.matched++;
    if (each.struck >= times || (probability < 1 && random.number() >= probability)) return false;
    each.struck++;
    return true;
  };
  return {
    set(rules, seed) {
      active = rules.map((rule) => ({ rule, matched: 0, struck: 0 }));
      random = seed === undefined ? context.random : createRandom(seed);
    },
    counts: () => active.map(({ rule, matched, struck }) => ({ ...rule, matched, struck })),
    striking(call) {
      const struck = active.find((each) => strikes(each, call));
      return struck && ((carryOut) => strike(struck.rule, context.clock, carryOut));
    },
  };
}

async function strike(rule: FaultRule, clock: Clock, carryOut: () => unknown): Promise<unknown> {
  const { lag = 0, work = 0, fail, when = fail === 'drop' ? 'after' : 'before' } = rule;
  if (lag > 0) await new Promise<void>((done) => clock.after(lag, done));
  if (work > 0) burn(work);
  if (fail === undefined) return carryOut();
  if (fail === 'drop')
    throw new ConnectionLostError(when === 'after' ? await outcomeOf(carryOut) : undefined);
  if (when === 'after') await carryOut();
  throw errorOf(rule.service, fail);
}

async function outcomeOf(carryOut: () => unknown): Promise<CarriedOut> {
  try {
    return { output: await carryOut() };
  } catch (error) {
    return { error };
  }
}

function errorOf(service: string, fail: Exclude<NonNullable<FaultRule['fail']>, 'drop'>): AwsError {
  if (fail === 'throttle') return new AwsError(...(throttling[service] ?? commonThrottling));
  return new AwsError(fail.code, fail.message ?? 'A fault of the testbed.', fail.status ?? 400);
}
