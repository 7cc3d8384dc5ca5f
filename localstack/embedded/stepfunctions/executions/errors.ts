import type { Retrier } from '../definition/model.ts';

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

  /** The error object that Catch hands on; a timeout has no cause, and shows an empty one. */
  get output(): Record<string, string | null> {
    const cause = this.explanation ?? (this.error === 'States.Timeout' ? '' : null);
    return { Error: this.error ?? null, Cause: cause };
  }
}

/** Whether a retrier or catcher for `names` is meant for `error`, which happened in a Task or not. */
export function handles(names: readonly string[], error: StateError, isTask: boolean): boolean {
  if (error.error === 'States.Runtime') return false;
  return names.some((name) => {
    if (name === error.error) return true;
    if (name === 'States.HeartbeatTimeout') return error.heartbeat;
    if (name === 'States.ALL') return true;
    return name === 'States.TaskFailed' && isTask && !NOT_TASK_FAILURES.has(error.error ?? '');
  });
}

/** What happens to tasks and is no failure of theirs. */
const NOT_TASK_FAILURES = new Set(['States.DataLimitExceeded', 'States.Timeout']);

/** How long to wait before the next retry, in milliseconds. */
export function retryDelay(retrier: Retrier, retriesBefore: number, random: () => number): number {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** retriesBefore;
  const seconds = Math.min(grown, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return Math.round((retrier.jitter ? random() * seconds : seconds) * 1000);
}
