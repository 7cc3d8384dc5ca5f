import { inject } from 'vitest';

/** Where the application is that the suite talks to, and the AWS beneath it. It can be written as JSON. */
export interface Target {
  /** What reports call it. */
  readonly name: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** The pages on which people sign in in browsers, and the client of those; absent where there are none. */
  readonly web?: { readonly signInUrl: string; readonly clientId: string };
  readonly tableName: string;
  readonly stateMachineArn: string;
  readonly region: string;
  /** Where the SDK's clients go; absent: AWS itself, with the caller's own credentials. */
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /**
   * Whether `${endpoint}/_testbed` moves the clock of everything beneath the application. Only the embedded AWS has
   * one clock for all services; elsewhere days would have to be waited for.
   */
  readonly virtualClock: boolean;
}

declare module 'vitest' {
  interface ProvidedContext {
    targets: readonly Target[];
  }
}

/** The target of this worker, which alone moves its clock; {@link ./boot.ts} finds or starts it before the first test. */
export const target: Target = targetOfWorker(inject('targets'), process.env.VITEST_POOL_ID);

/** Vitest numbers the workers that run at the same time from 1. */
function targetOfWorker(targets: readonly Target[], worker = '1'): Target {
  const found = targets[(Number(worker) - 1) % targets.length];
  if (!found) throw new Error('The suite has no target: its global set-up, boot.ts, has not run.');
  return found;
}

/** For `describe.skipIf`: why these cases do not run here. Empty where they do. */
export const withoutClock = target.virtualClock ? '' : `${target.name} has no clock that can be moved`;
