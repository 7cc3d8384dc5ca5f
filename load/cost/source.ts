import type { Usage } from './usage.ts';

/** Where a target's usage is read. */
export interface UsageSource {
  /** Whether a reading is exact to the moment, so that parts of a run can be kept apart. */
  readonly exact: boolean;
  /** Begins anew: what was used before does not count. */
  reset(): Promise<void>;
  /** What was used since the reset. */
  read(): Promise<Usage>;
}
