import type { AwsError } from './errors.ts';
import type { Origin } from './http.ts';
import type { Principal, Service } from './service.ts';

/** A call whose caller is known and which has not yet been carried out. */
export interface PendingCall extends Origin {
  readonly service: Service;
  readonly operation: string;
  readonly input: object;
  readonly principal: Principal;
  readonly requestId: string;
}

/** A call that was answered: `error` where it was refused or failed, else `output`. */
export interface FinishedCall extends PendingCall {
  /** Emulated milliseconds since the epoch at the call's start. */
  readonly startedAt: number;
  readonly output?: unknown;
  readonly error?: AwsError;
}

/**
 * What stands around every operation, signed or in-process: identify service, verify signature,
 * **authorize**, operation, serialize, **observe**. Services know of neither.
 */
export interface ChainHooks {
  /** Throws {@link AwsError} to refuse the call. */
  authorize?(call: PendingCall): void | Promise<void>;
  /** Sees each call after it; must not throw. */
  observe?(call: FinishedCall): void;
}

/** Makes chosen calls go wrong, once they are authorized. */
export interface CallFaults {
  /** How a call is carried out that a fault strikes; undefined for all others. */
  striking(call: PendingCall): ((carryOut: () => unknown) => Promise<unknown>) | undefined;
}
