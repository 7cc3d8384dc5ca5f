/** What ends a program that runs until somebody has had enough of it. */
export interface Shutdown {
  /** Aborted at once, also while the program still starts. */
  readonly signal: AbortSignal;
  /** Resolved when the program is to end. */
  readonly ended: Promise<void>;
}

/**
 * Listens for Ctrl-C and SIGTERM, which set the exit status as shells report them; a second one does not wait.
 * @param options.withInput for a parent process: whether the end of standard input ends the program, too
 */
export function listenForShutdown({ withInput }: { readonly withInput: boolean }): Shutdown {
  const ending = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const end = (status: number) => {
    if (ending.signal.aborted) process.exit(status);
    process.exitCode = status;
    ending.abort();
    resolve();
  };
  // 128 and the signal's number.
  process.on('SIGINT', () => end(130));
  process.on('SIGTERM', () => end(143));
  if (withInput) process.stdin.on('end', () => end(0)).resume();
  return { signal: ending.signal, ended };
}
