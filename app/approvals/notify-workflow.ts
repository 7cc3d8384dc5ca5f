import type { Log } from '../observability/observability.ts';

/** Passes on to the workflow what the expense's item already says; `what` names the call in the log. */
export type NotifyWorkflow = (
  expense: { readonly id: string },
  what: string,
  call: () => Promise<unknown>,
) => Promise<void>;

/**
 * Creates one. The item is the truth, so a call that fails does not fail the request: it is logged, `onFailure` is
 * called, and the reconciler repeats it.
 */
export function createNotifyWorkflow(log: Log, onFailure: () => void = () => {}): NotifyWorkflow {
  return async ({ id: expenseId }, what, call) => {
    try {
      await call();
    } catch (error) {
      onFailure();
      log.warn('workflow call failed; the reconciler will repeat it', {
        expenseId,
        what,
        error: error as Error,
      });
    }
  };
}
