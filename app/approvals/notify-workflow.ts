import type { Log } from '../observability/observability.ts';

/** Tells the workflow something that an expense's item says already. */
export type TellWorkflow = (
  expense: { readonly id: string },
  what: string,
  call: () => Promise<unknown>,
) => Promise<void>;

/**
 * Makes one, which calls `onFailure` when it could not. The item is the truth, so a call that fails is no failure of whoever made it: the reconciler makes it up.
 */
export function createTellWorkflow(log: Log, onFailure: () => void = () => {}): TellWorkflow {
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
