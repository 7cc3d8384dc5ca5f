const PAUSE = 20;

/** The condition did not come true in time; the cause is what it last threw, where it threw. */
export class DeadlineError extends Error {
  readonly code = 'Deadline';
}

/**
 * Waits until `condition` yields something true, and returns it. Between attempts it yields to the event loop
 * for a moment. A condition that throws counts as not yet true. Throws {@link DeadlineError} after `within`
 * milliseconds.
 *
 * @example
 * const expense = await until(() => findExpense(id), { within: 5_000, what: 'the expense to be approved' });
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { within = 5_000, what = 'the condition' }: { within?: number; what?: string } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + within;
  for (;;) {
    let cause: unknown;
    try {
      const value = await condition();
      if (value) return value as NonNullable<Exclude<T, false>>;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw new DeadlineError(`Waited ${within} ms for ${what}.`, { cause });
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
