/** How often, and what becomes of it when others are always faster. */
export interface RetryOptions<Result> {
  /** Default: 5. */
  readonly attempts?: number;
  /** Called after the last attempt; its result is the result of all, or it throws. */
  readonly onExhausted: () => Result;
}

/**
 * Optimistic concurrency: runs `attempt`, which reads an item, changes it and writes it on the condition that it is
 * still as it was read, until it returns something. An attempt that lost against another writer returns undefined.
 */
export async function retryOptimistically<Result>(
  attempt: () => Promise<Result | undefined>,
  { attempts = 5, onExhausted }: RetryOptions<Result>,
): Promise<Result> {
  for (let count = 0; count < attempts; count++) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  return onExhausted();
}
