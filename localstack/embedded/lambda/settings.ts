/** How much of the machine the functions may take. AWS has no such limits; one machine has. */
export interface LambdaSettings {
  /** Execution environments of one function; a further event waits until one is free. */
  readonly instancesPerFunction: number;
  /** Execution environments of all functions. */
  readonly instances: number;
  /** Milliseconds without an event after which an environment is ended. */
  readonly idleTimeout: number;
  /** No environment's heap grows beyond this, whatever the function's MemorySize. */
  readonly heapMegabytes: number;
  /**
   * When no event of a function has ended for this many real milliseconds while others wait, its environments
   * may all be waiting for one that cannot start: it gets one more.
   */
  readonly stalledAfter: number;
  /** How long {@link Clock.advance} waits for an invocation under way, in real milliseconds. */
  readonly settleWithin: number;
  /** Whether functions reach AWS over their thread's port instead of a socket. */
  readonly fastPath: boolean;
  /**
   * Whether a new function gets its first environment at once, as AWS may do too ("proactive initialization"), so
   * that its first event meets no cold start.
   */
  readonly initializeEarly: boolean;
  /**
   * Variables that every function gets that does not have them itself: `AWS_ENDPOINT_URL_DYNAMODB`, where a service is
   * somewhere else than the rest of AWS.
   */
  readonly environment: Readonly<Record<string, string>>;
}

/** What is not set otherwise. */
export const defaultSettings: LambdaSettings = {
  instancesPerFunction: 2,
  instances: 12,
  idleTimeout: 10 * 60_000,
  heapMegabytes: 128,
  stalledAfter: 500,
  settleWithin: 2_000,
  fastPath: true,
  initializeEarly: false,
  environment: {},
};
