import type { UnexpectedErrors } from '../embedded/core/unexpected-errors.ts';

/**
 * The very last line: an error that escaped everything else is counted and said, and the process of a local AWS goes on,
 * because all data in memory would go with it. What runs inside is not to need it: who answers, guards its own way out.
 *
 * @returns ends the guard, before the process is to end by itself
 */
export function guardProcess({ report }: Pick<UnexpectedErrors, 'report'>): () => void {
  const caught = (error: unknown, origin: string): void => {
    // Nobody reads what is said any more; there is nothing to be said of it.
    if ((error as { code?: unknown } | null | undefined)?.code === 'EPIPE') return;
    report(error, `Something outside of any request (${origin})`);
  };
  const rejected = (reason: unknown): void => caught(reason, 'unhandledRejection');
  process.on('uncaughtException', caught).on('unhandledRejection', rejected);
  return () => {
    process.off('uncaughtException', caught).off('unhandledRejection', rejected);
  };
}
