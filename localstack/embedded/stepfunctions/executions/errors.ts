import type { Retrier } from '../definition/model.ts';

/** Errors that `States.ALL` does not name: these end the execution. */
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/** A failure inside an execution: what Retry and Catch see, and what a failed execution shows. */
export class StateError extends Error {
  /** The error's name; a Fail state may have none. */
  readonly error: string | undefined;
  readonly explanation: string | undefined;
  /** Set where a heartbeat was missed: that is a `States.Timeout` that `States.HeartbeatTimeout` names too. */
  readonly heartbeat: boolean;

  constructor(error: string | undefined, cause: string | undefined, heartbeat = false) {
    super(cause ?? error ?? '');
    this.error = error;
    this.explanation = cause;
    this.heartbeat = heartbeat;
  }

  /** The error object that Catch hands on. */
  get output(): Record<string, string> {
    const output: Record<string, string> = {};
    if (this.error !== undefined) output.Error = this.error;
    if (this.explanation !== undefined) output.Cause = this.explanation;
    return output;
  }
}

/** Whether a retrier or catcher for `names` is meant for `error`, which happened in a Task or not. */
export function handles(names: readonly string[], error: StateError, isTask: boolean): boolean {
  if (error.error === 'States.Runtime') return false;
  return names.some((name) => {
    if (name === error.error) return true;
    if (name === 'States.HeartbeatTimeout') return error.heartbeat;
    if (TERMINAL.has(error.error ?? '')) return false;
    if (name === 'States.ALL') return true;
    return name === 'States.TaskFailed' && isTask && error.error !== 'States.Timeout';
  });
}

/** How long to wait before the next retry, in milliseconds. */
export function retryDelay(retrier: Retrier, retriesBefore: number, random: () => number): number {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** retriesBefore;
  const seconds = Math.min(grown, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return Math.round((retrier.jitter ? random() * seconds : seconds) * 1000);
}
