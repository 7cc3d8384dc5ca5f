import { inject } from 'vitest';

/** Where the application is that the suite talks to, and the AWS beneath it. It can be written as JSON. */
export interface Target {
  /** What reports call it. */
  readonly name: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
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
    target: Target;
  }
}

/** The target of this run; {@link ./boot.ts} finds or starts it before the first test. */
export const target: Target = inject('target');

/** For `describe.skipIf`: why these cases do not run here. Empty where they do. */
export const withoutClock = target.virtualClock ? '' : `${target.name} has no clock that can be moved`;
